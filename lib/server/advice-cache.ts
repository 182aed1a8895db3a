/** Advice on what the store holds, computed again only when it has changed. */
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { adviseSweepInParts } from "../advisor/advise.ts";
import type { AdviceOptions, RunLog } from "../advisor/input.ts";
import { inLanguage } from "../advisor/language.ts";
import type { Parts } from "../advisor/parts.ts";
import { withStages } from "../advisor/path/stage.ts";
import { remembered } from "../advisor/remembered.ts";
import { toExperiments } from "../advisor/runs/experiment.ts";
import { toSweeps } from "../advisor/runs/sweep.ts";
import type { AdviceAnswer, SweepAdvice } from "../core/advice.ts";
import type { Series } from "../core/series.ts";
import type { Language } from "../core/text.ts";
import { toWallTime } from "../core/units.ts";
import { withoutDoubles } from "../store/doubles.ts";
import type { Run } from "../store/run.ts";
import type { Store } from "../store/store.ts";
import type { StudyBasis } from "./engine.ts";

/** The advisor's view of `runs`. `now`: seconds since the Unix epoch. */
export function toRunLogs(runs: readonly Run[], now: number): RunLog[] {
  return runs.map((run) => {
    const series = new Map<string, Series>();
    for (const tag of run.tags()) {
      const points = run.series(tag);
      if (points !== null && points.length > 0) series.set(tag, asItIs(points));
    }
    const startedAt = run.startedAt();
    return {
      name: run.name,
      state: run.stateAt(now),
      hparams: run.hparams(),
      series,
      startedAt: startedAt === null ? null : toWallTime(startedAt),
      countsEpochs: run.countsEpochs(),
    };
  });
}

/** `points` as they are now: the store's own series grow on. */
function asItIs({ length, steps, wallTimes, values, exactSteps }: Series): Series {
  return { length, steps, wallTimes, values, ...(exactSteps === undefined ? {} : { exactSteps }) };
}

/** Says what was thought about each sweep once in each language that somebody reads. */
function speaker(language: Language): (answer: AdviceAnswer) => AdviceAnswer {
  const say = remembered((sweep: SweepAdvice) => inLanguage(sweep, language));
  return remembered(({ version, sweeps }: AdviceAnswer) => ({ version, sweeps: sweeps.map(say) }));
}

const SAID: Readonly<Record<Language, (answer: AdviceAnswer) => AdviceAnswer>> = {
  en: speaker("en"),
  zh: speaker("zh"),
};

/** Advice together with what it is about, for who acts on it. */
export interface Considered {
  /** Not said yet in any language. */
  readonly answer: AdviceAnswer;
  /** Seconds since the logs were read that it is about: also where nothing has come since. */
  readonly ageSecs: number;
  /** Ids of the runs by their names then. */
  readonly runIds: ReadonlyMap<string, string>;
}

const NOTHING_CHOSEN: AdviceOptions = {};

/** Nobody reads faster, and training runs log all the time. */
const PAUSE_MS = 1000;
/** A run whose settings are not read yet is another sweep's, and half a curve is another curve: what is said meanwhile would be taken back. Longer than this nobody waits. */
const LOADING_PATIENCE_MS = 10_000;
/** Thinking rests so many times as long as it took: thousands of runs that are being read must not wait for advice on half of them. */
const RESTS = 4;
/** How long other requests wait for a part of our thinking at most, but for a part that is longer by itself. */
const TURN_MS = 10;

/**
 * Advice on `store` as it is when asked, sweep by sweep: only sweeps in which something changed are thought about again, at most once in
 * `pauseMs`, and every few milliseconds other requests get their turn.
 */
export class AdviceKeeper {
  private known = new Map<string, { readonly basis: string; readonly advice: SweepAdvice }>();
  /** Thought, but not said yet. */
  private answer: AdviceAnswer = { version: 1, sweeps: [] };
  private version = -1;
  private options: AdviceOptions | null = null;
  private thinking: Promise<void> | null = null;
  /** When what the answer is about was read. */
  private readAtMs = Number.NEGATIVE_INFINITY;
  private runIds: ReadonlyMap<string, string> = new Map();
  private readonly logs = new Map<string, { readonly basis: string; readonly log: RunLog }>();
  private thoughtAtMs = Number.NEGATIVE_INFINITY;
  private tookMs = 0;
  private turnBeganMs = 0;

  /** `now`: seconds since the Unix epoch. `optionsNow`: what the reader decided; the same object while that is the same. */
  constructor(
    private readonly store: Store,
    private readonly now: () => number,
    private readonly optionsNow: () => AdviceOptions = () => NOTHING_CHOSEN,
    private readonly pauseMs = PAUSE_MS,
  ) {}

  /** The advice in `language`; several that ask at once get the same answer. */
  async advise(language: Language = "en"): Promise<AdviceAnswer> {
    if (this.version !== this.store.version || this.options !== this.optionsNow()) {
      this.thinking ??= this.thinkItOver().finally(() => {
        this.thinking = null;
      });
      await this.thinking;
    }
    return SAID[language](this.answer);
  }

  /** What was thought last, without thinking: of before any thought, nothing. */
  latest(language: Language = "en"): AdviceAnswer {
    return SAID[language](this.answer);
  }

  /** The advice as it is now with its age: a store that hears of nothing more has advice that grows old. */
  async considered(): Promise<Considered> {
    await this.advise();
    return { answer: this.answer, ageSecs: (performance.now() - this.readAtMs) / 1000, runIds: this.runIds };
  }

  /** Names of the runs of a sweep as it was last thought about: none where it is not there any more, null before the first thought. */
  membersOf(sweep: string): ReadonlySet<string> | null {
    if (this.version === -1) return null;
    return new Set(this.answer.sweeps.find(({ id }) => id === sweep)?.runs);
  }

  /** Thinks further about what the advice was given on; others have their turn as they do while advice is thought. */
  async study<Answer>(think: (basis: StudyBasis) => Parts<Answer>, language: Language = "en"): Promise<Answer> {
    await this.advise(language);
    const { answer } = this; // not said yet: what is made of it may be told in several languages
    const options = this.options ?? NOTHING_CHOSEN;
    this.turnBeganMs = performance.now();
    const { logs } = await this.readRuns(withoutDoubles(this.store.runs()));
    return inLanguage(await this.inTurns(think({ logs, options, answer })), language);
  }

  /** Who has just decided something waits for an answer that knows of it. */
  private async thinkItOver(): Promise<void> {
    await this.untilLoaded();
    await this.think();
    while (this.options !== this.optionsNow()) await this.think();
  }

  private async untilLoaded(): Promise<void> {
    if (this.store.loading === null) return;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        stopListening();
        clearTimeout(patience);
        resolve();
      };
      const stopListening = this.store.subscribe(() => {
        if (this.store.loading === null) goOn();
      });
      const patience = setTimeout(goOn, LOADING_PATIENCE_MS);
    });
  }

  private async think(): Promise<void> {
    const rest = this.thoughtAtMs + Math.max(this.pauseMs, (1 + RESTS) * this.tookMs) - performance.now();
    if (rest > 0 && this.options === this.optionsNow()) await sleep(rest);
    this.thoughtAtMs = performance.now();
    this.turnBeganMs = this.thoughtAtMs;
    const { version } = this.store;
    const runs = withoutDoubles(this.store.runs());
    const options = this.optionsNow();
    if (options !== this.options) this.known = new Map();
    const { bases, logs } = await this.readRuns(runs);
    const next = new Map<string, { readonly basis: string; readonly advice: SweepAdvice }>();
    const sweeps: SweepAdvice[] = [];
    for (const sweep of toSweeps(toExperiments(logs), options.sweeps)) {
      const basis = sweep.experiments.flatMap(({ runs: names }) => names.map((name) => bases.get(name))).join(" ");
      const before = this.known.get(sweep.id);
      const advice = before?.basis === basis ? before.advice : await this.inTurns(adviseSweepInParts(sweep, options));
      next.set(sweep.id, { basis, advice });
      sweeps.push(advice);
    }
    this.known = next;
    this.answer = { version: 1, sweeps: withStages(sweeps) };
    this.readAtMs = this.thoughtAtMs;
    this.runIds = new Map(runs.map(({ name, id }) => [name, id]));
    this.version = version;
    this.options = options;
    this.tookMs = performance.now() - this.thoughtAtMs;
  }

  /** The runs' logs, those that did not change as they were, each read by itself; and by name what of each went in. */
  private async readRuns(runs: readonly Run[]): Promise<{ bases: ReadonlyMap<string, string>; logs: RunLog[] }> {
    const now = this.now();
    const bases = new Map<string, string>();
    const logs: RunLog[] = [];
    for (const run of runs) {
      const basis = `${run.id}:${run.version}:${run.stateAt(now)}`;
      const before = this.logs.get(run.id);
      const log = before?.basis === basis ? before.log : toRunLogs([run], now)[0];
      this.logs.set(run.id, { basis, log });
      bases.set(run.name, basis);
      logs.push(log);
      toExperiments([log]); // what is read of it is found again among all
      await this.letOthers();
    }
    if (this.logs.size > runs.length) {
      const living = new Set<string>(runs.map(({ id }) => id));
      for (const id of this.logs.keys()) if (!living.has(id)) this.logs.delete(id);
    }
    return { bases, logs };
  }

  /** Thinks all `parts`, and lets others have their turn in between. */
  private async inTurns<Answer>(parts: Parts<Answer>): Promise<Answer> {
    for (;;) {
      const part = parts.next();
      if (part.done === true) return part.value;
      await this.letOthers();
    }
  }

  private async letOthers(): Promise<void> {
    if (performance.now() - this.turnBeganMs < TURN_MS) return;
    await nextTurn();
    this.turnBeganMs = performance.now();
  }
}
