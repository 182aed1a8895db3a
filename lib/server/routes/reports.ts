/** `/api/reports`: reports that people write, what their blocks show, and reports as files. */
import { type Context, Hono } from "hono";
import * as z from "zod";
import { type Actor, mayAct } from "../../core/actor.ts";
import type { Report, ReportsAnswer } from "../../report/parts.ts";
import { QuestionSchema, ReportTextSchema } from "../../report/report-schema.ts";
import type { ReportChange } from "../../store/reports.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import type { ReportShelf } from "../engine.ts";
import { exportReport, gatherData } from "../report-export.ts";

const LARGEST_BODY_BYTES = 8 * 1024 * 1024;
const UNKNOWN = { error: "There is no such report (any more)." };
const UNREADABLE = {
  error: "This version cannot read this report: a later one wrote it, or it is damaged. It is kept as it is.",
};
const NO_BLOCK = { error: "No block of a report that you may see shows this." };
const FOREIGN = { error: "Somebody else wrote this report: changing it takes the role launcher. You can copy it." };

const Change = z.strictObject({ version: z.int().min(1), text: ReportTextSchema });
const Question = z.strictObject({ question: QuestionSchema });
const Format = z.enum(["html", "md"]);

/** One's own reports, or everybody's with the role for it. */
const mayChange = ({ name, role }: Actor, { createdBy }: Report): boolean =>
  createdBy === name || mayAct(role, "launcher");

export function reportsRoute(options: ReadOptions): Hono {
  const { admitted, taking } = readAdmission(options);
  const id = (c: Context): string => c.req.param("id") ?? "";
  /** What `change` answers where the report is there and may be changed by whoever asks. */
  const changing = async (
    c: Context,
    actor: Actor,
    reports: ReportShelf,
    change: (report: Report) => Response,
  ): Promise<Response> => {
    const report = reports.read(id(c)) ?? reports.readDeleted(id(c));
    if (report === null) return c.json(UNKNOWN, 404);
    return mayChange(actor, report) ? change(report) : c.json(FOREIGN, 403);
  };
  return new Hono()
    .use(bodyUpTo(LARGEST_BODY_BYTES))
    .get(
      "/",
      admitted("guest", async (c, { engine }) => {
        const reports = await engine.reports();
        const answer: ReportsAnswer = { reports: reports.list(), unreadable: reports.unreadable() };
        return c.json(answer);
      }),
    )
    .post(
      "/",
      taking("viewer", ReportTextSchema, async (c, text, { engine, actor }) =>
        answer(c, (await engine.reports()).create(text, actor.name)),
      ),
    )
    .post(
      "/data",
      taking("guest", Question, async (c, { question }, { engine }) => {
        const data = await engine.readBlock(question);
        return data === null ? c.json(NO_BLOCK, 404) : c.json(data);
      }),
    )
    .post(
      "/frozen",
      taking("viewer", Question, async (c, { question }, { engine }) => {
        const data = await engine.readBlock(question);
        if (data === null) return c.json(NO_BLOCK, 404);
        return c.json({ id: (await engine.reports()).freeze(data), at: data.at });
      }),
    )
    .get(
      "/frozen/:id",
      admitted("guest", async (c, { engine }) => {
        const json = (await engine.reports()).frozen(id(c));
        if (json === null) return c.json({ error: "Nothing was stored under this name." }, 404);
        return c.body(json, 200, {
          "Content-Type": "application/json",
          "Cache-Control": "private, max-age=31536000, immutable", // named by its contents
        });
      }),
    )
    .get(
      "/:id",
      admitted("guest", async (c, { engine }) => {
        const reports = await engine.reports();
        const report = reports.read(id(c));
        if (report !== null) return c.json(report);
        return c.json(reports.unreadable().includes(id(c)) ? UNREADABLE : UNKNOWN, 404);
      }),
    )
    .put(
      "/:id",
      taking("viewer", Change, async (c, { version, text }, { engine, actor }) => {
        const reports = await engine.reports();
        return changing(c, actor, reports, (report) => answer(c, reports.change(report.id, version, text, actor.name)));
      }),
    )
    .delete(
      "/:id",
      admitted("viewer", async (c, { engine, actor }) => {
        const reports = await engine.reports();
        return changing(c, actor, reports, (report) => done(c, reports.setDeleted(report.id, true)));
      }),
    )
    .post(
      "/:id/restore",
      admitted("viewer", async (c, { engine, actor }) => {
        const reports = await engine.reports();
        return changing(c, actor, reports, (report) => done(c, reports.setDeleted(report.id, false)));
      }),
    )
    .get(
      "/:id/export",
      admitted("guest", async (c, { engine }) => {
        const format = Format.safeParse(c.req.query("format") ?? "html");
        if (!format.success) return c.json({ error: "`format` is html or md." }, 400);
        const reports = await engine.reports();
        const report = reports.read(id(c));
        if (report === null) return c.json(UNKNOWN, 404);
        const data = await gatherData(engine.readBlock, reports, report);
        const { name, type, bytes } = await exportReport(format.data, report, data, engine.reportViewer);
        return c.body(bytes, 200, {
          "Content-Type": type,
          "Cache-Control": "no-store, no-transform", // packed already
          "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
          // Should a browser show it after all, nothing in it may act in our name.
          "Content-Security-Policy": "sandbox; default-src 'none'",
        });
      }),
    );
}

const done = (c: Context, isDone: boolean): Response => (isDone ? c.json({}) : c.json(UNKNOWN, 404));

function answer(c: Context, change: ReportChange): Response {
  switch (change.kind) {
    case "kept":
      return c.json(change.report);
    case "unknown":
      return c.json(UNKNOWN, 404);
    case "conflict":
      return c.json({ error: "Somebody else changed this report meanwhile; nothing was changed.", is: change.is }, 409);
    case "unknown data":
      return c.json({ error: `The data that block ${change.block} shows were never stored here.` }, 400);
  }
}
