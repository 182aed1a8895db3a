/**
 * `GET /api/advice`: what the runs on disk say about the next settings. Below it, asked for one sweep: `/what-if` under other thresholds,
 * `/ranges` of thresholds within which the answer stays, `/figures` of its evidence; and `/report`, the whole as a document.
 */
import { Hono } from "hono";
import * as z from "zod";
import { adviseSweepInParts } from "../../advisor/advise.ts";
import { figuresInParts } from "../../advisor/figures/figures.ts";
import type { AdviceOptions } from "../../advisor/input.ts";
import type { Parts } from "../../advisor/parts.ts";
import { toExperiments } from "../../advisor/runs/experiment.ts";
import { type Sweep, toSweeps } from "../../advisor/runs/sweep.ts";
import { thresholdRangesInParts, toThresholds } from "../../advisor/threshold-ranges.ts";
import type { SweepAdvice } from "../../core/advice.ts";
import { LANGUAGES, type Language } from "../../core/text.ts";
import { reportInParts } from "../../report/assemble.ts";
import { toHtml } from "../../report/html.ts";
import { toMarkdown } from "../../report/markdown.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { describeIssues } from "../admission/refusal.ts";
import type { Engine } from "../engine.ts";

const ReportQuestion = z.strictObject({
  format: z.enum(["html", "md"]).default("html"),
  language: z.enum(LANGUAGES).default("en"),
  sweep: z.string().optional(),
});

const UNKNOWN_SWEEP = { error: "There is no such sweep (any more)." };

export function adviceRoute(options: ReadOptions): Hono {
  const { admitted } = readAdmission(options);
  return new Hono()
    .get(
      "/",
      admitted("guest", async (c, { engine }) => c.json(await engine.advise(toLanguage(c.req.query("language"))))),
    )
    .get(
      "/figures",
      admitted("guest", async (c, { engine }) => {
        const { sweep, language } = c.req.query();
        const found = await studySweep(engine, sweep, toLanguage(language), figuresInParts);
        return found === null ? c.json(UNKNOWN_SWEEP, 404) : c.json(found);
      }),
    )
    .get(
      "/what-if",
      admitted("guest", async (c, { engine }) => {
        const found = await underThresholds(engine, c.req.query(), adviseSweepInParts);
        return c.json(found.body, found.status);
      }),
    )
    .get(
      "/ranges",
      admitted("guest", async (c, { engine }) => {
        const found = await underThresholds(engine, c.req.query(), thresholdRangesInParts);
        return c.json(found.body, found.status);
      }),
    )
    .get(
      "/report",
      admitted("guest", async (c, { engine }) => {
        const asked = ReportQuestion.safeParse(c.req.query());
        if (!asked.success) return c.json({ error: describeIssues(asked.error) }, 400);
        const { format, language, sweep = null } = asked.data;
        const report = await engine.study(
          ({ logs, options, answer }) => reportInParts(logs, options, answer, { language, sweep }),
          language,
        );
        c.header("Content-Disposition", `attachment; filename="tuneboard-report.${format}"`);
        if (format === "html") return c.body(toHtml(report), 200, { "Content-Type": "text/html; charset=utf-8" });
        return c.body(toMarkdown(report), 200, { "Content-Type": "text/markdown; charset=utf-8" });
      }),
    );
}

/** An empty value is no number: `Number("")` would make it 0. */
const mapNumbers = (values: Readonly<Record<string, string>>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, text.trim() === "" ? Number.NaN : Number(text)]),
  );

/** Readers of other languages get English. */
const toLanguage = (text: string | undefined): Language => LANGUAGES.find((one) => one === text) ?? "en";

/** What `think` makes of the sweep that `query` names, under the thresholds that it moves; or why that cannot be asked. */
async function underThresholds<Answer>(
  engine: Engine,
  { sweep: id, language, ...moved }: Readonly<Record<string, string>>,
  think: (sweep: Sweep, options: AdviceOptions) => Parts<Answer>,
) {
  const asked = toThresholds(mapNumbers(moved));
  if (asked.kind === "refused")
    return { status: 400, body: { error: `This cannot be asked: ${asked.because}.` } } as const;
  const { thresholds } = asked;
  const found = await studySweep(engine, id, toLanguage(language), (one, options) =>
    think(one, { ...options, thresholds }),
  );
  return found === null ? ({ status: 404, body: UNKNOWN_SWEEP } as const) : ({ status: 200, body: found } as const);
}

/** What `think` makes of the sweep `id`; null when there is none. */
async function studySweep<Answer>(
  engine: Engine,
  id: string | undefined,
  language: Language,
  think: (sweep: Sweep, options: AdviceOptions, advice: SweepAdvice) => Parts<Answer>,
): Promise<Answer | null> {
  return engine.study(function* ({ logs, options, answer }) {
    const sweep = toSweeps(toExperiments(logs), options.sweeps).find((one) => one.id === id);
    const advice = answer.sweeps.find((one) => one.id === id);
    return sweep === undefined || advice === undefined ? null : yield* think(sweep, options, advice);
  }, language);
}
