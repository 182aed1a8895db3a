/** Notices what happens to runs and advice, also while nobody looks and while no Tuneboard ran, and writes it down for the reading list. */
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { AdviceAnswer } from "../core/advice.ts";
import type { Language } from "../core/text.ts";
import type { Run } from "../store/run.ts";
import type { Store } from "../store/store.ts";
import { about } from "./about.ts";
import type { Event, NewsTable, Sighting } from "./news-table.ts";
import type { ReviewDatabase } from "./review-database.ts";

export interface RunWatchOptions {
  readonly store: Store;
  readonly database: ReviewDatabase;
  /** A name for the log directories together. */
  readonly place: string;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  /** Launches of ours that ended after a moment; their runs' logs often do not say how they ended. */
  readonly endedLaunches: (since: number) => readonly EndedLaunch[];
  /**
   * What was advised last, the same object until it is thought over again. Nobody is made to think: where nobody looks, advice changes
   * for nobody, and who looks then is told within seconds.
   */
  readonly advised: (language: Language) => AdviceAnswer;
  readonly report: (sentence: string) => void;
}

export interface EndedLaunch {
  readonly id: string;
  readonly name: string;
  /** Directory of its run; null where nobody knows. */
  readonly logdir: string | null;
  readonly outcome: "finished" | "failed" | "paused";
  /** How it ended, in a few words of each language. */
  readonly ending: Readonly<Record<Language, string>>;
}

const PAUSE_MS = 5000;
/** Runs come and change in bursts. */
const SOON_MS = 1000;
/** What ended while no Tuneboard ran is told of so many seconds back. */
const FIRST_LOOK_BACK_SECS = 3 * 24 * 3600;
/** Ends are written down a moment after they happened. */
const OVERLAP_SECS = 120;
/** Runs that are looked at before others have their turn. */
const AT_ONCE = 500;
const MOST_NAMED = 5;
const MOST_LISTED = 200;

export class RunWatch {
  private timer: NodeJS.Timeout | undefined;
  private dueMs = Number.POSITIVE_INFINITY;
  private isLooking = false;
  private stopListening: () => void = () => {};
  private seen: Map<string, string> | null = null;
  private version = -1;
  private adviceSeen: AdviceAnswer | null = null;
  private isClosed = false;
  private lookedAt: number | null = null;
  /** Directories of launches that ended. */
  private readonly launched = new Set<string>();
  private readonly launchesSeen = new Set<string>();

  constructor(private readonly options: RunWatchOptions) {}

  /** Looks again and again, a pause after each look and soon after runs have come, until closed. */
  start(): void {
    this.stopListening = this.options.store.subscribe(({ runs }) => {
      if (runs) this.lookWithin(SOON_MS);
    });
    this.lookWithin(0);
  }

  close(): void {
    this.isClosed = true;
    this.stopListening();
    clearTimeout(this.timer);
  }

  private lookWithin(pauseMs: number): void {
    const dueMs = performance.now() + pauseMs;
    if (this.isClosed || this.isLooking || dueMs >= this.dueMs) return;
    this.dueMs = dueMs;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.lookOnce(), pauseMs);
    this.timer.unref();
  }

  private async lookOnce(): Promise<void> {
    this.isLooking = true;
    try {
      await this.look();
    } catch (error) {
      this.options.report(`What happens to runs is not noted: ${error instanceof Error ? error.message : error}`);
    }
    this.isLooking = false;
    this.dueMs = Number.POSITIVE_INFINITY;
    this.lookWithin(PAUSE_MS);
  }

  /** Looks once, and writes down what is new. */
  async look(): Promise<void> {
    const { store, database } = this.options;
    const tables = database.writing();
    if (typeof tables === "string" || store.loading !== null) return;
    const at = this.options.now();
    const launches = this.options.endedLaunches(this.lookedAt ?? at - FIRST_LOOK_BACK_SECS).filter(this.isHere);
    for (const { logdir } of launches) if (logdir !== null) this.launched.add(logdir);
    const isFirst = this.lookedAt === null && tables.news.seen(this.options.place) === null;
    await this.lookAtRuns(tables.news, isFirst);
    if (this.isClosed) return;
    this.lookAtLaunches(tables.news, isFirst, launches);
    if (isFirst) tables.news.begin(this.options.place);
    this.lookedAt = at - OVERLAP_SECS;
    this.lookAtAdvice(tables.news);
  }

  private readonly isHere = ({ logdir }: EndedLaunch): boolean =>
    logdir !== null && this.options.store.logdirs().some(({ path }) => `${logdir}/`.startsWith(`${path}/`));

  private lookAtLaunches(table: NewsTable, isFirst: boolean, launches: readonly EndedLaunch[]): void {
    const { place, now } = this.options;
    const news = launches
      .map((launch) => ({ subject: `launch:${launch.id}`, state: launch.outcome, launch }))
      .filter(({ subject }) => !this.launchesSeen.has(subject));
    for (const { subject } of news) this.launchesSeen.add(subject);
    table.see(place, now(), news, (fresh) =>
      news.flatMap(({ subject, launch: { name, outcome, ending } }): Event[] => {
        if (isFirst || !fresh.some((one) => one.subject === subject)) return [];
        return [{ act: outcome, about: about({ subject: name, texts: ending }) }];
      }),
    );
  }

  private async lookAtRuns(table: NewsTable, isFirst: boolean): Promise<void> {
    const { store, place, now } = this.options;
    const { version } = store;
    if (version === this.version) return;
    const seen = new Map(this.seen ?? table.seen(place) ?? []);
    const paths = new Map(store.logdirs().map(({ name, path }) => [name, path]));
    const isLaunched = (run: Run): boolean => this.launched.has(join(paths.get(run.logdir) ?? "", run.path));
    const runs = store.runs();
    for (let from = 0; from < runs.length; from += AT_ONCE) {
      const news = runs.slice(from, from + AT_ONCE).flatMap((run): (Sighting & { readonly run: Run })[] => {
        const sighting = { subject: `run:${run.id}`, state: stateOf(run), run };
        return seen.get(sighting.subject) === sighting.state ? [] : [sighting];
      });
      if (news.length > 0) {
        const known = new Set(news.map(({ subject }) => subject).filter((subject) => seen.has(subject)));
        table.see(place, now(), news, (fresh) => (isFirst ? [] : toEvents(fresh, news, known, isLaunched)));
        for (const { subject, state } of news) seen.set(subject, state);
      }
      await nextTurn();
      if (this.isClosed) return;
    }
    this.seen = seen;
    this.version = version;
  }

  private lookAtAdvice(table: NewsTable): void {
    const { place, now, advised } = this.options;
    const en = advised("en");
    if (en === this.adviceSeen) return;
    this.adviceSeen = en;
    const zh = advised("zh");
    const sightings = en.sweeps.map(({ id, advice }) => ({
      subject: `advice:${id}`,
      // What is advised, not how it is worded: evidence changes with every point.
      state: JSON.stringify(advice.flatMap(({ verdict, rule, value }) => (verdict === "pick" ? [[rule, value]] : []))),
    }));
    const known = table.seen(place);
    table.see(place, now(), sightings, (fresh) =>
      fresh.flatMap(({ subject }): Event[] => {
        if (known?.has(subject) !== true) return [];
        const id = subject.slice("advice:".length);
        const headline = ({ sweeps }: AdviceAnswer): string =>
          sweeps.find((sweep) => sweep.id === id)?.advice.find(({ verdict }) => verdict === "pick")?.headline ?? "";
        const title = en.sweeps.find((sweep) => sweep.id === id)?.title ?? "";
        return [
          { act: "advice changed", about: about({ subject: title, texts: { en: headline(en), zh: headline(zh) } }) },
        ];
      }),
    );
  }
}

/** Only what the log itself says of its end is an end: a run that fell silent may go on. */
function stateOf(run: Run): string {
  const ending = run.ending();
  return ending ?? "here";
}

function toEvents(
  fresh: readonly Sighting[],
  news: readonly (Sighting & { readonly run: Run })[],
  known: ReadonlySet<string>,
  isLaunched: (run: Run) => boolean,
): Event[] {
  const runs = new Map(news.map(({ subject, run }) => [subject, run]));
  const came: Run[] = [];
  const events: Event[] = [];
  for (const { subject, state } of fresh) {
    const run = runs.get(subject);
    if (run === undefined) continue;
    if (!known.has(subject)) came.push(run);
    // A launch tells of its end itself.
    if ((state === "finished" || state === "failed") && !isLaunched(run))
      events.push({ act: state, about: about({ subject: run.name, runs: [run.id] }) });
  }
  if (came.length === 0) return events;
  const names = came.slice(0, MOST_NAMED).map(({ name }) => name);
  const text = names.join(", ");
  const ids = came.slice(0, MOST_LISTED).map(({ id }) => id);
  return [
    {
      act: "runs came",
      about: about({ subject: came[0]?.name ?? "", texts: { en: text }, runs: ids, count: came.length }),
    },
    ...events,
  ];
}
