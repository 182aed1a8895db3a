/** Every one of the 80 numbered cases has a test; this says where, and fails when one loses it. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("./", import.meta.url);
const sources = readdirSync(folder, { encoding: "utf8", recursive: true })
  .filter((name) => (name.endsWith(".test.ts") && !name.startsWith("case-index")) || name === "case-tables.ts")
  .map((name) => readFileSync(new URL(name, folder), "utf8"));

/** How tests name a case: a row of a table, a helper that loads it, a title. */
const isTested = (id: number): boolean =>
  sources.some((source) =>
    [
      `^ +\\[\\s*${id},\\s*"(pick|tie|insufficient|none)"`, // rows of the learning-rate table
      `\\b(?:adviceOn|sweepAdviceOn|curvesOf|effectOn|experimentOf|loadCase|outcomesOf)\\(${id}\\b`,
      `^\\s*\\[\\s*${id},\\s*"[a-z]`, // rows of tables whose first column is the case
      `\\{ id: ${id}, `,
      `"(?:case )?${id}: `,
      `\\bcase ${id}\\b`,
    ].some((pattern) => new RegExp(pattern, "m").test(source)),
  );

it.each(Array.from({ length: 80 }, (_, i) => i + 1))("case %i has a test", (id) => expect(isTested(id)).toBe(true));
