/** The engine's HTTP API, as the screens call it. */
import type { AdviceAnswer, SweepAdvice } from "../../lib/core/advice.ts";
import type { AnnotationsAnswer, AnnotationsChange } from "../../lib/core/annotations.ts";
import type { RunsAnswer, SeriesRequest, SummaryAnswer, SummaryRequest } from "../../lib/core/api.ts";
import type { Choices } from "../../lib/core/choices.ts";
import type { Figure } from "../../lib/core/figure.ts";
import { decodeFrame, type SeriesFrame } from "../../lib/core/series-frame.ts";
import type { ThresholdRange, Thresholds } from "../../lib/core/thresholds.ts";
import type { ViewChange, ViewsAnswer } from "../../lib/core/views.ts";
import { takeEarly } from "./early-answers.ts";
import { usePreferences } from "./preferences.ts";
import { csrfWord, refreshSession } from "./session.ts";

/** The engine answered, but not with what was asked for. */
export class EngineRefusal extends Error {
  constructor(
    message: string,
    /** The engine's own sentence; empty when it gave none. */
    readonly reason: string,
    /** All that it said, where that was JSON. */
    readonly body: unknown = null,
  ) {
    super(message);
  }
}

export const fetchRuns = async (): Promise<RunsAnswer> =>
  ((await takeEarly("/api/runs")) ?? (await ask("/api/runs"))).json();

/** The question that asks for `fields`, to be answered in the language of the interface. */
const inLanguage = (fields: Readonly<Record<string, string>>): URLSearchParams =>
  new URLSearchParams({ ...fields, language: usePreferences.getState().language });

export const fetchAdvice = async (): Promise<AdviceAnswer> => (await ask(`/api/advice?${inLanguage({})}`)).json();

/** The pictures of a sweep's evidence. */
export const fetchFigures = async (sweep: string): Promise<readonly Figure[]> =>
  (await ask(`/api/advice/figures?${inLanguage({ sweep })}`)).json();

/** The advice on a sweep under other thresholds. */
export const fetchWhatIf = async (sweep: string, thresholds: Thresholds): Promise<SweepAdvice> =>
  (await ask(`/api/advice/what-if?${asQuery(sweep, thresholds)}`)).json();

/** For which thresholds around `thresholds` the answer on a sweep stays the same. */
export const fetchRanges = async (sweep: string, thresholds: Thresholds): Promise<readonly ThresholdRange[]> =>
  (await ask(`/api/advice/ranges?${asQuery(sweep, thresholds)}`)).json();

const asQuery = (sweep: string, thresholds: Thresholds): URLSearchParams =>
  inLanguage({
    sweep,
    ...Object.fromEntries(Object.entries(thresholds).map(([name, value]) => [name, String(value)])),
  });

export const fetchChoices = async (): Promise<Choices> => (await ask("/api/choices")).json();

/** @throws EngineRefusal where they cannot be kept: the old ones stay in force then. */
export const keepChoices = async (choices: Choices): Promise<Choices> =>
  (await ask("/api/choices", { ...AS_JSON, method: "PUT", body: JSON.stringify(choices) })).json();

export const fetchSummary = async (request: SummaryRequest): Promise<SummaryAnswer> =>
  (await ask("/api/summary", { ...AS_JSON, method: "POST", body: JSON.stringify(request) })).json();

export const fetchAnnotations = async (): Promise<AnnotationsAnswer> =>
  ((await takeEarly("/api/annotations")) ?? (await ask("/api/annotations"))).json();

/** @throws EngineRefusal also where somebody else was faster: nothing is changed then. */
export const changeAnnotations = async (change: AnnotationsChange): Promise<AnnotationsAnswer> =>
  (await ask("/api/annotations", { ...AS_JSON, method: "PATCH", body: JSON.stringify(change) })).json();

export const fetchViews = async (): Promise<ViewsAnswer> => (await ask("/api/views")).json();

/** @throws EngineRefusal also where somebody else was faster: its body says then what `is`. */
export const changeView = async (change: ViewChange): Promise<ViewsAnswer> =>
  (await ask("/api/views", { ...AS_JSON, method: "PUT", body: JSON.stringify(change) })).json();

const AS_JSON = { headers: { "content-type": "application/json" } };

/**
 * Curves for drawing. At most four such questions are under way at once: a browser opens six connections to one
 * origin, and the live stream holds one of them.
 *
 * @throws DOMException `AbortError` when `signal` aborts, also while still waiting for its turn.
 */
export async function fetchSeries(request: SeriesRequest, signal: AbortSignal): Promise<SeriesFrame> {
  await turn(signal);
  try {
    const response = await ask("/api/series", {
      ...AS_JSON,
      method: "POST",
      body: JSON.stringify(request),
      signal,
    });
    return decodeFrame(await response.arrayBuffer());
  } finally {
    free += 1;
    waiting.shift()?.();
  }
}

let free = 4;
const waiting: (() => void)[] = [];

async function turn(signal: AbortSignal): Promise<void> {
  while (free === 0 && !signal.aborted) {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
  if (signal.aborted) {
    waiting.shift()?.(); // this call may have been woken for a place that it no longer takes
    throw new DOMException("nobody waits for these curves any more", "AbortError");
  }
  free -= 1;
}

/** Asks the engine. Rejects with an `EngineRefusal` when it says no. */
export async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await send(path, init);
  if (response.ok) return response;
  const text = await response.text().catch(() => "");
  const body = readJson(text);
  const reason = readReason(body, text);
  throw new EngineRefusal(`${path}: ${response.status} ${reason}`.trim(), reason, body);
}

/** Sends what may change something with the word of the session; once more where a login in another tab gave a new one. */
async function send(path: string, init?: RequestInit): Promise<Response> {
  if ((init?.method ?? "GET") === "GET") return fetch(path, withWord(init, ""));
  const sent = csrfWord();
  const response = await fetch(path, withWord(init, sent));
  if (response.status !== 401 && response.status !== 403) return response;
  const csrf = (await refreshSession())?.csrf ?? "";
  return csrf === sent ? response : fetch(path, withWord(init, csrf));
}

/** With the word, where there is one, and the language of this page: the engine's sentences come in it. */
function withWord(init: RequestInit | undefined, word: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set("Accept-Language", usePreferences.getState().language);
  if (word !== "") headers.set("X-Tuneboard-CSRF", word);
  return { ...init, headers };
}

/** The sentence in a refusal, which is either JSON `{ "error": "…" }` or a short plain text. */
function readReason(body: unknown, text: string): string {
  if (typeof body === "object" && body !== null && "error" in body && typeof body.error === "string") return body.error;
  return text.length < 200 && !text.includes("<") ? text : "";
}

/** Null for what is no JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
