/** Which runs the advice may have stopped: what it gives up, as far as somebody agreed and nothing speaks against it. Pure. */
import type { Advice, SweepAdvice } from "../../core/advice.ts";
import type { Launch, LaunchOrder } from "../launch.ts";
import { stepsToMake } from "../plans/trial.ts";
import type { PauseConsent } from "./pause-table.ts";

/** What a consent reaches: `own` launches of whoever gave it, `all`, or `none` any more. */
export type ConsentReach = "own" | "all" | "none";

export interface PausingFacts {
  readonly sweep: SweepAdvice;
  /** Seconds since the logs were read that the advice is about. */
  readonly ageSecs: number;
  /** Launches under way by the name that the advice has for their run. */
  readonly launches: ReadonlyMap<string, Launch>;
  /** Consents for this sweep, with what each reaches today. */
  readonly consents: readonly { readonly consent: PauseConsent; readonly reach: ConsentReach }[];
  /** Whether a launch was paused before: somebody wanted it to go on, and is not asked again. */
  readonly wasPaused: (id: string) => boolean;
  /** Whether a launch has come so far that its curve can be judged: `hasMadeEnoughSteps`, or to numbers that are none. */
  readonly hasShownItself: (launch: Launch) => boolean;
  /** Whether another launch waits for it to complete. */
  readonly isNeeded: (id: string) => boolean;
}

/** A run to pause. */
export interface Hopeless {
  readonly launch: Launch;
  /** What the advice says of it: a clause, as a template until somebody reads it. */
  readonly because: string;
  readonly consent: PauseConsent;
}

/** Runs log every few seconds: advice on what is older was thought about another moment. */
const OLDEST_ADVICE_SECS = 20;

/** Share of its steps before which a run that still logs numbers is left alone: it may be warming up. As the first row of the table of gaps. */
const FEWEST_STEPS = 0.05;

/** Whether a run has made as many of its steps as it takes to judge it. True where nobody knows how many it has made, or is to make. */
export function hasMadeEnoughSteps(order: LaunchOrder, stepsDone: number | null): boolean {
  const all = stepsToMake(order);
  return all === null || stepsDone === null || stepsDone >= FEWEST_STEPS * all;
}

/**
 * The launches to pause now. None where the advice is old, where it would leave the sweep without a run that goes on or came
 * through, and never a run that any other rule of the advice prefers.
 */
export function hopelessRuns({ sweep, ageSecs, launches, consents, ...facts }: PausingFacts): Hopeless[] {
  const { wasPaused, isNeeded, hasShownItself } = facts;
  if (ageSecs > OLDEST_ADVICE_SECS) return [];
  const advice = sweep.advice.find(({ rule, verdict }) => rule === "pause" && verdict === "pick");
  const givenUp = namesIn(advice);
  if (advice === undefined || givenUp.length === 0) return [];
  const goesOn = (run: string): boolean => {
    const launch = launches.get(run);
    return !givenUp.some((name) => isRunOf(name, run)) && (launch === undefined || !wasPaused(launch.id));
  };
  if (!sweep.runs.some(goesOn)) return [];
  const preferred = preferredRuns(sweep);
  return givenUp.flatMap((name): Hopeless[] => {
    const launch = launches.get(name);
    if (launch?.phase.state !== "running" || launch.phase.stoppedBy !== null) return [];
    if (preferred.some((run) => isRunOf(name, run)) || wasPaused(launch.id) || isNeeded(launch.id)) return [];
    if (!hasShownItself(launch)) return [];
    const found = consents.find(({ reach, consent }) => reaches(reach, consent, launch));
    return found === undefined ? [] : [{ launch, because: reasonFor(name, advice), consent: found.consent }];
  });
}

/** Whether `consent`, which reaches as far as `reach` says, is about `launch`. */
export const reaches = (reach: ConsentReach, { who }: PauseConsent, { submittedBy }: Launch): boolean =>
  reach === "all" || (reach === "own" && submittedBy === who);

function namesIn(advice: Advice | undefined): readonly string[] {
  const value = advice?.value;
  return typeof value === "object" && value !== null && "pause" in value ? value.pause : [];
}

/** Runs that a rule chose, or could not tell from the best, and the one that later stages start from. */
function preferredRuns({ advice, startFrom }: SweepAdvice): readonly string[] {
  const marks = advice.flatMap(({ evidence }) => evidence.flatMap((one) => one.marks));
  const chosen = marks.flatMap((mark) => (mark.kind === "run" && mark.role !== "rejected" ? [mark.run] : []));
  return startFrom === undefined ? chosen : [...chosen, startFrom.run];
}

/** The sentence of the evidence about this run alone; what is said of all of them where there is none. */
function reasonFor(name: string, { evidence, headline }: Advice): string {
  const own = evidence.filter(
    ({ marks }) => marks.length === 1 && marks.every((mark) => mark.kind === "run" && isRunOf(name, mark.run)),
  );
  return own.at(-1)?.text ?? headline;
}

/** Keras logs the splits of one training apart: `lr=0.1/train` and `lr=0.1/validation`. */
const isRunOf = (name: string, run: string): boolean => run === name || run.startsWith(`${name}/`);
