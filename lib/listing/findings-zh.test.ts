/** Every sentence about a damaged log or a file left aside is told in Chinese: found in the sources, and in what the readers say. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseAst } from "vitest/node";
import { retelling } from "../core/retell.ts";
import { type Fault, ProblemCounts } from "../textlogs/problem-counts.ts";
import { type Damage, DamageLog, describeUnfinished } from "../tfevents/damage.ts";
import { findingsZh } from "./findings-zh.ts";

const retell = retelling(findingsZh);
/** Names that stay as they are in Chinese. */
const TERMS =
  /JSON|MiB|KiB|YAML|W&B|wandb|scalars\.json|log_history|runs\/|sysctl fs\.inotify\.max_user_watches|name\.csv/g;
const english = (text: string): string | null => /[a-z]{2,}/i.exec(text.replaceAll(TERMS, ""))?.[0] ?? null;

/** Files of the engine that say such sentences, wholly, or clauses of them. */
const SOURCES = [
  "ingest/failure.ts",
  "ingest/file-follower.ts",
  "ingest/known-places.ts",
  "ingest/logdir-scan.ts",
  "ingest/logdir-settings.ts",
  "ingest/logdir-settings-text.ts",
  "ingest/recognise.ts",
  "store/run.ts",
  "store/run-problems.ts",
  "tfevents/damage.ts",
];

interface SourceNode {
  readonly type?: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}

/** Every literal of `file` that is a sentence or a clause about a file: several words, and an end or a verb that files have. */
function sentencesIn(file: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, value, quasis }: SourceNode = node;
    const text =
      type === "Literal" && typeof value === "string"
        ? value
        : type === "TemplateLiteral" && quasis !== undefined
          ? quasis.map((part) => part.value.cooked).join("7")
          : "";
    if (/^[A-Z`7].* .*\.$|^(is|has|does|may|cannot) .* ?/.test(text) && !/^7 7\.$/.test(text)) found.push(text);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(readFileSync(new URL(`../${file}`, import.meta.url), "utf8"), { lang: "ts" }));
  return found;
}

describe("what was found in log files, in Chinese", () => {
  it.each(SOURCES)("%s says nothing that stays English", (file) => {
    const sentences = sentencesIn(file);
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.filter((text) => english(retell(text)) !== null)).toEqual([]);
  });

  const damages: Record<Damage, true> = {
    "bad data checksum": true,
    "bad length checksum": true,
    "record cut short": true,
    "record over the limit": true,
    "not an event": true,
    zeros: true,
    "no wall time": true,
    "odd wall time": true,
    "too many tags": true,
  };
  const faults: Record<Fault, true> = {
    "not JSON": true,
    "line over the limit": true,
    "row too long": true,
    "row too short": true,
    "without a step": true,
    "without a header": true,
    "not a metric line": true,
    "not a trainer state": true,
    "document over the limit": true,
    "bad checksum": true,
    "not a record": true,
    "record over the limit": true,
  };
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).sort();

  it("tells every damage of an event file with the same numbers, once and many times", () => {
    for (const damage of Object.keys(damages).filter((key): key is Damage => key in damages)) {
      for (const times of [1, 3]) {
        const log = new DamageLog();
        for (let i = 0; i < times; i++) log.note(damage, 170, 16);
        const [{ text }] = log.problems();
        expect(english(retell(text)), text).toBeNull();
        expect(numbers(retell(text))).toEqual(numbers(text));
      }
    }
    const unfinished = describeUnfinished({ kind: "record", offset: 40, there: 12, claimed: 30 });
    expect(retell(unfinished.text)).toBe(
      "最后一条记录（第 40 字节）尚未写完：共 30 字节，已有 12 字节。正在等待其余部分。",
    );
  });

  it("tells every fault of a text log, by line and by byte", () => {
    for (const fault of Object.keys(faults).filter((key): key is Fault => key in faults)) {
      for (const [times, line] of [
        [1, 12],
        [3, 0],
      ]) {
        const counts = new ProblemCounts();
        for (let i = 0; i < times; i++) counts.note(fault, 170, line);
        const [{ text }] = counts.problems();
        expect(english(retell(text)), text).toBeNull();
        expect(numbers(retell(text))).toEqual(numbers(text));
      }
    }
  });

  it("keeps names, and the system's own words", () => {
    expect(retell("/data/my runs/exp 1 does not exist.")).toBe("/data/my runs/exp 1 不存在。");
    expect(retell("The file EMFILE: too many open files; it will be tried again.")).toBe(
      "文件EMFILE: too many open files；稍后会再试。",
    );
  });
});
