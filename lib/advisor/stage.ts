/** How far along the guide a sweep is, and what its settled stages hand to the next: prepare, learning rate and steps, batch size and momentum, decay. */
import type { Advice, Rule, Stage, StageReached, SweepAdvice } from "../core/advice.ts";
import { count, quantity, rate } from "./wording.ts";

/** Findings that make every later answer doubtful. */
const BLOCKING: readonly string[] = [
  "regularisers",
  "initial loss",
  "same log",
  "two runs in one log",
  "frozen",
  "dead",
  "dev stands still",
];

type Settled = StageReached["settled"][number];

/** The stage that `advice` has reached. Advice of sibling sweeps of the same problem may be joined: each stage counts where it was settled. */
export function stageOf(advice: readonly Advice[]): StageReached {
  const settled: Settled[] = [];
  const stop = (at: Stage, because: string): StageReached => ({ at, because, settled });
  const blocked = advice.find(({ value }) => findingsIn(value).some((finding) => BLOCKING.includes(finding)));
  if (blocked !== undefined) return stop("prepare", blocked.headline);
  settled.push({ stage: "prepare", result: "nothing in the logs or settings stands against tuning" });

  const cells = decided(advice, "batch-momentum");
  const chosen = decided(advice, "learning-rate");
  const steps = decided(advice, "converged-step");
  const value = rateIn(cells) ?? rateIn(chosen);
  if (value === null || steps === undefined)
    return stop("learning rate and steps", openQuestion(advice, value === null ? "learning-rate" : "converged-step"));
  settled.push({ stage: "learning rate and steps", result: `learning rate ${rate(value)}${stepsIn(steps)}` });

  if (cells === undefined)
    return stop(
      "batch size and momentum",
      openQuestion(advice, "batch-momentum", "Batch size and momentum did not vary."),
    );
  settled.push({ stage: "batch size and momentum", result: cellIn(cells) });

  const decay = decided(advice, "decay-effect");
  if (decay === undefined)
    return stop("decay", openQuestion(advice, "decay-effect", "No run with decay stands beside one without."));
  settled.push({ stage: "decay", result: decayIn(decay) });
  return stop("done", "Every stage of the guide has its answer.");
}

/** The sweeps of one answer with stages that count what their siblings settled. Sweeps in folders side by side that judge by one metric are phases of one tuning: what one settled, the others carry. */
export function withStages(sweeps: readonly SweepAdvice[]): SweepAdvice[] {
  const home = ({ title, metric }: SweepAdvice): string | null => {
    const slash = title.lastIndexOf("/");
    return slash > 0 ? `${title.slice(0, slash)}\n${metric?.tag}` : null;
  };
  return sweeps.map((sweep) => {
    const place = home(sweep);
    const family = place === null ? [sweep] : sweeps.filter((other) => home(other) === place);
    const own = [sweep, ...family.filter((other) => other !== sweep)];
    return own.length < 2 || sweep.advice.length === 0
      ? sweep
      : { ...sweep, stage: stageOf(own.flatMap(({ advice }) => advice)) };
  });
}

function findingsIn(value: Advice["value"]): readonly string[] {
  return typeof value === "object" && value !== null && "findings" in value ? value.findings : [];
}

const decided = (advice: readonly Advice[], rule: Rule): Advice | undefined =>
  advice.find((one) => one.rule === rule && (one.verdict === "pick" || one.verdict === "tie"));

function openQuestion(advice: readonly Advice[], rule: Rule, otherwise = "Nothing answers that yet."): string {
  return advice.find((one) => one.rule === rule)?.headline ?? otherwise;
}

function rateIn(advice: Advice | undefined): number | null {
  const value = advice?.value;
  if (typeof value === "number") return value;
  return typeof value === "object" && value !== null && "learningRate" in value ? value.learningRate : null;
}

function stepsIn({ value, unit }: Advice): string {
  return typeof value === "object" && value !== null && "recommendedSteps" in value
    ? `, ${count(value.recommendedSteps)} ${unit ?? "steps"}`
    : "";
}

function cellIn({ value }: Advice): string {
  if (typeof value !== "object" || value === null || !("batchSize" in value)) return "decided";
  const { batchSize, momentum } = value;
  const parts = [
    ...(batchSize === null ? [] : [`batch size ${count(batchSize)}`]),
    ...(momentum === null ? [] : [`momentum ${quantity(momentum)}`]),
  ];
  return parts.length > 0 ? parts.join(", ") : "decided";
}

function decayIn({ value }: Advice): string {
  if (typeof value !== "object" || value === null || !("effect" in value)) return "decided";
  return value.effect === "gain" ? `decay pays: ${value.schedule}` : "a constant learning rate does as well";
}
