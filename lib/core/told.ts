/** Advice as it is told within its sweep: run names without the folder that they share, and reasons once. Pure. */
import type { Advice, NextRun, SweepAdvice } from "./advice.ts";

/** `sweep` with the folder of its title left out of every sentence; marks, runs and settings keep whole names. */
export function withoutFolder(sweep: SweepAdvice): SweepAdvice {
  const folder = `${sweep.title.split(" · ")[0]}/`;
  const short = (text: string): string => text.replaceAll(folder, "");
  const next = (runs: readonly NextRun[]): readonly NextRun[] => runs.map((run) => ({ ...run, why: short(run.why) }));
  const { stage, outlook } = sweep;
  return {
    ...sweep,
    advice: sweep.advice.map((advice) => ({
      ...advice,
      headline: short(advice.headline),
      alternatives: advice.alternatives.map(({ value, why }) => ({ value, why: short(why) })),
      caps: advice.caps.map(short),
      evidence: advice.evidence.map((evidence) => ({ ...evidence, text: short(evidence.text) })),
      assumptions: advice.assumptions.map(short),
      excluded: advice.excluded.map(({ run, because }) => ({ run: short(run), because: short(because) })),
      next: next(advice.next),
      wouldChangeIf: advice.wouldChangeIf.map(short),
    })),
    ...(stage === undefined ? {} : { stage: { ...stage, because: short(stage.because), next: next(stage.next) } }),
    ...(outlook === undefined
      ? {}
      : {
          outlook: {
            ...outlook,
            headline: short(outlook.headline),
            runs: outlook.runs.map((one) => ({ ...one, run: short(one.run) })),
          },
        }),
  };
}

/** Runs that were left out, those with one reason together, in the order in which the reasons come. */
export function byReason({ excluded }: Pick<Advice, "excluded">): readonly {
  readonly because: string;
  readonly runs: readonly string[];
}[] {
  const reasons = new Map<string, string[]>();
  for (const { run, because } of excluded) {
    const runs = reasons.get(because);
    if (runs === undefined) reasons.set(because, [run]);
    else runs.push(run);
  }
  return [...reasons].map(([because, runs]) => ({ because, runs }));
}
