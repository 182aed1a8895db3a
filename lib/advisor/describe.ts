/** Advice as plain text for a terminal, 100 columns wide. */
import type { Advice, AdviceAnswer, NextRun, SweepAdvice } from "../core/advice.ts";
import { count, counted, listed, rate } from "./wording.ts";

const WIDTH = 100;
const TITLES: Readonly<Partial<Record<Advice["rule"], string>>> = {
  "learning-rate": "Learning rate",
  "converged-step": "Number of steps",
  "decay-start": "Start of the decay",
};

/** The text that `tuneboard advise` prints. Deterministic; ends with a newline; one sentence when there is nothing to say. */
export function describe(answer: AdviceAnswer): string {
  if (answer.sweeps.length === 0) return "No runs, no advice.\n";
  return `${answer.sweeps.map(describeSweep).join("\n\n")}\n`;
}

function describeSweep(sweep: SweepAdvice): string {
  const judged =
    sweep.metric === null
      ? "no dev metric"
      : `judged by ${sweep.metric.tag} (${sweep.metric.goal === "max" ? "higher" : "lower"} is better)`;
  const varies =
    sweep.varies.length > 0
      ? `; ${listed(sweep.varies.slice(0, 5))}${sweep.varies.length > 5 ? " …" : ""} ${sweep.varies.length === 1 ? "varies" : "vary"}`
      : "";
  const head = [
    sweep.title,
    "─".repeat(Math.min(WIDTH, [...sweep.title].length)),
    ...wrap(`${counted(sweep.runs.length, "run")}; ${judged}${varies}`, "", ""),
  ];
  return [...head, ...sweep.advice.flatMap((advice) => ["", ...describeAdvice(advice)])].join("\n");
}

function describeAdvice(advice: Advice): string[] {
  const title = TITLES[advice.rule] ?? advice.rule;
  const lines = [`${title}  [${advice.guide.join(" ")}]`, ...wrap(advice.headline, "  ", "  ")];
  for (const { text } of advice.evidence) lines.push(...wrap(`${text}.`, "    · ", "      "));
  for (const because of advice.caps) lines.push(...wrap(`Doubt: ${because}.`, "    ? ", "      "));
  for (const assumption of advice.assumptions) lines.push(...wrap(assumption, "    = ", "      "));
  if (advice.excluded.length > 0) lines.push(...wrap(`Left out: ${excluded(advice)}.`, "    − ", "      "));
  if (advice.wouldChangeIf.length > 0)
    lines.push(...wrap(`Would change if ${advice.wouldChangeIf.join("; or if ")}.`, "    ↺ ", "      "));
  if (advice.next.length > 0) lines.push("    Next:", ...advice.next.flatMap(describeNext));
  return lines;
}

/** Runs with one reason share one sentence; long lists are cut. */
function excluded({ excluded: runs }: Advice): string {
  const reasons = new Map<string, string[]>();
  for (const { run, because } of runs) reasons.set(because, [...(reasons.get(because) ?? []), run]);
  const some = (names: readonly string[]) =>
    names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : listed(names);
  return [...reasons].map(([because, names]) => `${some(names)} (${because})`).join("; ");
}

function describeNext({ why, hparams, steps, seeds, command }: NextRun, index: number): string[] {
  const settings = Object.entries(hparams).map(
    ([key, value]) => `${key}=${typeof value === "number" ? settingNumber(value) : String(value)}`,
  );
  const length = steps === null ? [] : [counted(steps, "step")];
  const seed = seeds.length === 0 ? [] : [`seed${seeds.length > 1 ? "s" : ""} ${seeds.join(", ")}`];
  const first = `${index + 1}. `;
  const lines = wrap(
    [[...settings, ...length, ...seed].join(", "), why].filter((part) => part !== "").join(": "),
    `    ${first}`,
    "       ",
  );
  return command === null ? lines : [...lines, `       $ ${command}`];
}

const settingNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 10 ? count(value).replaceAll(",", "") : rate(value);

/** Breaks `text` at spaces so that no line is wider than 100 columns, unless one word is. */
function wrap(text: string, first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && [...line].length + 1 + [...word].length > WIDTH) {
      lines.push(line);
      line = rest + word;
    } else line += (isEmpty ? "" : " ") + word;
    isEmpty = false;
  }
  return [...lines, line];
}
