/** Reports as they come from outside: from a page, and from the database, which an older version may have written. */
import * as z from "zod";
import { LANGUAGES } from "../core/text.ts";
import type { Question, ReportText } from "./parts.ts";

const MOST_BLOCKS = 500;
const MOST_RUNS = 20_000;
const name = z.string().max(1000);
const id = z.string().regex(/^[\w-]{1,64}$/);
const ends = z.tuple([z.number().nullable(), z.number().nullable()]).readonly();

const Runs = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("named"),
    names: z.array(name).max(MOST_RUNS),
    ordinals: z.array(z.int().min(0)).max(MOST_RUNS),
  }),
  z.strictObject({ kind: z.literal("matching"), pattern: name, where: name }),
]);

const Chart = z.strictObject({
  title: name,
  tags: z.array(z.string().max(2000)).max(50),
  runs: Runs,
  x: z.union([z.enum(["step", "relative", "wall", "samples", "index"]), z.templateLiteral(["tag:", z.string()])]),
  logX: z.boolean(),
  logY: z.boolean(),
  smoothing: z.number().min(0).max(0.999),
  smoother: z.enum(["ema", "twema", "gaussian", "median"]),
  ignoreOutliers: z.boolean(),
  showsEarlier: z.boolean(),
  groupBy: name,
  band: z.enum(["std", "stderr", "minmax"]),
  colourBy: name,
  xLimits: ends,
  yLimits: ends,
});

const Table = z.strictObject({
  runs: Runs,
  columns: z.array(name).max(200),
  sort: z.strictObject({ column: name, isDescending: z.boolean() }).nullable(),
});

const RULES = [
  "preparation",
  "learning-rate",
  "converged-step",
  "update-ratio",
  "batch-momentum",
  "decay-start",
  "decay-schedule",
  "decay-effect",
  "packing",
  "run-health",
  "pause",
] as const;

const Advice = z.strictObject({ sweep: name.nullable(), title: name, rule: z.enum(RULES).nullable() });

const chart = { kind: z.literal("chart"), chart: Chart };
const table = { kind: z.literal("table"), table: Table };
const advice = { kind: z.literal("advice"), advice: Advice };

/** What a block asks for. */
export const QuestionSchema: z.ZodType<Question> = z.discriminatedUnion("kind", [
  z.strictObject(chart),
  z.strictObject(table),
  z.strictObject(advice),
]);

const own = { id, caption: z.string().max(5000), frozen: z.strictObject({ id, at: z.number() }).nullable() };

/** What an author writes. Ids of blocks are unique. */
export const ReportTextSchema: z.ZodType<ReportText> = z
  .strictObject({
    title: z.string().max(300),
    author: z.string().max(300),
    language: z.enum(LANGUAGES),
    blocks: z
      .array(
        z.discriminatedUnion("kind", [
          z.strictObject({ id, kind: z.literal("text"), text: z.string().max(200_000) }),
          z.strictObject({ ...own, ...chart }),
          z.strictObject({ ...own, ...table }),
          z.strictObject({ ...own, ...advice }),
        ]),
      )
      .max(MOST_BLOCKS),
  })
  .refine(({ blocks }) => new Set(blocks.map((block) => block.id)).size === blocks.length, "two blocks have one id");
