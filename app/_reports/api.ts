/** The part of the engine's API that has to do with reports. */
import type { BlockData, Frozen, Question, Report, ReportsAnswer, ReportText } from "../../lib/report/parts.ts";
import { ask, EngineRefusal } from "../_state/engine.ts";

const sending = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

export const fetchReports = async (): Promise<ReportsAnswer> => (await ask("/api/reports")).json();

export const fetchReport = async (id: string): Promise<Report> => (await ask(`/api/reports/${id}`)).json();

export const createReport = async (text: ReportText): Promise<Report> =>
  (await ask("/api/reports", sending("POST", text))).json();

/** Null where the engine has another version by now: nothing was written. */
export async function saveReport(id: string, version: number, text: ReportText): Promise<Report | null> {
  try {
    return await (await ask(`/api/reports/${id}`, sending("PUT", { version, text }))).json();
  } catch (error) {
    if (error instanceof EngineRefusal && error.message.includes(": 409")) return null;
    throw error;
  }
}

export const deleteReport = async (id: string): Promise<void> => {
  await ask(`/api/reports/${id}`, { method: "DELETE", headers: { "content-type": "application/json" } });
};

export const restoreReport = async (id: string): Promise<void> => {
  await ask(`/api/reports/${id}/restore`, sending("POST", {}));
};

export const fetchData = async (question: Question): Promise<BlockData> =>
  (await ask("/api/reports/data", sending("POST", { question }))).json();

export const freezeData = async (question: Question): Promise<Frozen> =>
  (await ask("/api/reports/frozen", sending("POST", { question }))).json();

export const fetchFrozen = async (id: string): Promise<BlockData> => (await ask(`/api/reports/frozen/${id}`)).json();

export const exportAddress = (id: string, format: "html" | "md"): string =>
  `/api/reports/${id}/export?format=${format}`;

/** What went wrong, in the engine's words where it has some. */
export const describe = (error: unknown): string =>
  error instanceof EngineRefusal && error.reason !== ""
    ? error.reason
    : error instanceof Error
      ? error.message
      : String(error);
