/** One run in memory: the series of its files, and what is known about it. */
import type { LogFacts, LogFormat, TagPoints } from "../core/log-reader.ts";
import type { Hparams, Problem, RunState, Series } from "../core/series.ts";
import { concatSeries, SeriesBuilder } from "../core/series-builder.ts";
import { type RunId, toRunId } from "../core/units.ts";
import type { TwinClock } from "./origins.ts";
import { compact, type FileDescription, isSameDescription, LogFile, NOTHING_KNOWN } from "./run-file.ts";
import { RunSettings } from "./run-settings.ts";
import { type RunTimes, timesOf } from "./run-times.ts";

/** The first point of a log. It stays the same however the log grows, and wherever it is moved. */
export interface Beginning {
  readonly tag: string;
  readonly step: number;
  /** Seconds since the Unix epoch; NaN where the log states none. */
  readonly wallTime: number;
  readonly value: number;
}

/** How the launcher saw a run end, and when, in seconds since the Unix epoch. */
export interface LaunchEnd {
  readonly state: Extract<RunState, "finished" | "failed" | "stopped">;
  readonly at: number;
}

/** What was written before a run's end is read within this time; what comes later is written by somebody who goes on with it. */
const LAST_POINTS_SECS = 30;

export class Run {
  readonly id: RunId;
  /** When we saw it grow, seconds since the Unix epoch; null while everything we have was there when we came. */
  grewAt: number | null = null;
  /** How far behind our clock its newest points were dated when they came, at least, and how often we saw it grow. */
  lag: { readonly leastSecs: number; readonly growths: number } | null = null;
  /** Ids under which it was known before its directory was renamed or moved. */
  formerIds: readonly RunId[] = [];
  private changes = 0;
  private readonly files = new Map<string, LogFile>();
  /** The files in the order of their names; null when one came or went since. */
  private inOrder: readonly LogFile[] | null = null;
  private goneCount = 0;
  /** Series of more than one file. */
  private merged: Map<string, Series> | null = null;
  private tagList: readonly string[] | null = null;
  /** Null until one of its files is known under another name as well. */
  private twins: TwinClock | null = null;
  /** What `twins` said when tags and merged series were put together. */
  private twinsAt = 0;
  private readonly settings = new RunSettings();
  private launchEnd: LaunchEnd | null = null;
  private timesKnown: RunTimes | null = null;
  /** The version at which those were its times. */
  private timesAt = 0;

  constructor(
    readonly logdir: string,
    readonly path: string,
    /** As shown: the path, after the log directory's name when there are several. */
    readonly name: string,
  ) {
    this.id = toRunId(logdir, path);
  }

  /** Grows with every change of its points or of what is known about it. */
  get version(): number {
    return this.changes + (this.twins?.changes ?? 0);
  }

  /** Settings by name, each from the most trusted source that states it. */
  hparams(): Hparams {
    return this.settings.all(() => this.filesInOrder().map(({ description }) => description.facts.hparams), this.path);
  }

  /** Takes what the file `source` beside the logs says, in place of what it said before. */
  setSettings(source: string, settings: LogFacts): void {
    this.settings.set(source, settings);
    this.changes += 1;
  }

  /** It grew at `now`, and the newest of what came is dated `newest`; seconds since the Unix epoch, NaN where no time is stated. */
  noteGrowth(now: number, newest: number): void {
    this.grewAt = now;
    if (!Number.isFinite(newest)) return;
    const { leastSecs, growths } = this.lag ?? { leastSecs: Number.POSITIVE_INFINITY, growths: 0 };
    this.lag = { leastSecs: Math.min(leastSecs, now - newest), growths: growths + 1 };
  }

  /** Takes what the command line says by which the run was launched. */
  setCommandLine(hparams: Hparams): void {
    this.settings.commandLine = hparams;
    this.changes += 1;
  }

  /** Takes how its launch ended; null: it runs, or runs again. */
  setLaunchEnd(end: LaunchEnd | null): void {
    this.launchEnd = end;
    this.changes += 1;
  }

  /** Tags in order of first appearance. */
  tags(): readonly string[] {
    this.lookAtTwins();
    this.tagList ??= [...new Set(this.filesThatCount().flatMap((file) => [...file.series.keys()]))];
    return this.tagList;
  }

  /** All points of `tag`: file after file in the order of their names, each in its own order; null when there are none. */
  series(tag: string): Series | null {
    this.lookAtTwins();
    if (this.files.size === 1) return this.filesInOrder()[0].series.get(tag) ?? null; // as most runs, asked for each tag
    const parts = this.filesThatCount().flatMap((file) => file.series.get(tag) ?? []);
    if (parts.length <= 1) return parts[0] ?? null;
    this.merged ??= new Map();
    let whole = this.merged.get(tag);
    if (whole === undefined) {
      whole = concatSeries(parts);
      this.merged.set(tag, whole);
    }
    return whole;
  }

  /** Wall time of the first event, seconds since the Unix epoch. */
  startedAt(): number | null {
    return this.times().startedAt;
  }

  /** Wall time of the latest point; of a log that gives no times, when it was last written. */
  updatedAt(): number | null {
    return this.times().updatedAt;
  }

  /** Whether its points stand at epochs: all of its logs name epochs and no steps. */
  countsEpochs(): boolean {
    const files = this.filesThatCount();
    return files.length > 0 && files.every(({ description }) => description.facts.countsEpochs === true);
  }

  /** Format of its first log. */
  format(): LogFormat | null {
    return this.filesInOrder().at(0)?.description.format ?? null;
  }

  problems(): readonly Problem[] {
    return this.filesInOrder().flatMap(({ name, description, twin }) =>
      twin === null ? description.problems : [...description.problems, this.sameFile(name, twin.log)],
    );
  }

  private sameFile(file: string, { run, name }: LogFile): Problem {
    const text =
      run === this
        ? `It is the same file as ${name}; its points are taken once.`
        : `It is the same file as ${name} of the run ${run.name}; averages and the advice count it once.`;
    return { kind: "same file", file, offset: 0, count: 1, text };
  }

  /**
   * What the run is doing at `now`, seconds since the Unix epoch. Without a word in the log or from the launcher about its end, a run that
   * fell silent is `stalled` if we saw it grow, and `unknown` if all of it was there before us.
   */
  stateAt(now: number): RunState {
    if (this.isGone()) return "gone";
    const ending = this.ending();
    if (ending !== null) return ending;
    if (this.launchEnd !== null && (this.grewAt ?? 0) <= this.launchEnd.at + LAST_POINTS_SECS)
      return this.launchEnd.state;
    const lastSign = this.grewAt ?? this.updatedAt();
    if (lastSign === null) return "unknown";
    const age = now - lastSign;
    // A last event in the future says that clocks disagree, not that the run is alive.
    if (age <= this.times().silenceSecs && (age >= 0 || this.grewAt !== null)) return "live";
    return this.grewAt === null ? "unknown" : "stalled";
  }

  /** Puts points behind those that `file` brought before. True when a tag is new. */
  append(file: string, tag: string, batch: Series): boolean {
    const logFile = this.file(file);
    let series = logFile.series.get(tag);
    const isNew = series === undefined;
    if (series === undefined) {
      series = new SeriesBuilder();
      logFile.series.add(tag, series);
      this.tagList = null;
    }
    series.append(batch);
    this.changes += 1;
    this.merged?.delete(tag);
    return isNew;
  }

  /** What is known of `file` besides its points. */
  descriptionOf(file: string): FileDescription {
    return this.files.get(file)?.description ?? NOTHING_KNOWN;
  }

  /** Notes what is known of `file` besides its points. True when that is news. */
  describeFile(file: string, description: FileDescription): boolean {
    const logFile = this.file(file);
    const compacted = compact(description);
    const isNews = !isSameDescription(logFile.description, compacted);
    if (isNews) {
      logFile.description = compacted;
      this.settings.forget();
      this.changes += 1;
    }
    return isNews;
  }

  /** Forgets the points of `file` and returns their tags: it was replaced, or is gone. */
  forgetFile(file: string): string[] {
    const tags = [...(this.files.get(file)?.series.keys() ?? [])];
    if (this.isFileGone(file)) this.goneCount -= 1;
    if (this.files.delete(file)) this.inOrder = null;
    this.changes += 1;
    this.settings.forget();
    this.merged = null;
    this.tagList = null;
    return tags;
  }

  /** The points that `file` brought so far; they stay as they are while the file grows. */
  pointsOf(file: string): TagPoints[] {
    const { series } = this.files.get(file) ?? { series: null };
    return [...(series?.entries() ?? [])].map(([tag, columns]) => ({ tag, series: { ...columns } }));
  }

  /** How each of its logs begins: the first point of the tag that came first. Logs without points are left out. */
  beginnings(): Beginning[] {
    return this.filesInOrder().flatMap(({ series }) => {
      for (const [tag, { length, steps, wallTimes, values }] of series.entries())
        if (length > 0) return [{ tag, step: steps[0], wallTime: wallTimes[0], value: values[0] }];
      return [];
    });
  }

  hasFiles(): boolean {
    return this.files.size > 0;
  }

  /** Whether all its files were deleted, and what they brought is kept. */
  isGone(): boolean {
    return this.goneCount > 0 && this.goneCount === this.files.size;
  }

  /** Names of the files that were deleted and whose points are kept. */
  goneFiles(): readonly string[] {
    if (this.goneCount === 0) return [];
    return [...this.files.values()].filter(({ isGone }) => isGone).map(({ name }) => name);
  }

  isFileGone(file: string): boolean {
    return this.files.get(file)?.isGone === true;
  }

  /** Points of all tags together. */
  pointCount(): number {
    const lengths = [...this.files.values()].flatMap(({ series }) => series.values().map(({ length }) => length));
    return lengths.reduce((sum, length) => sum + length, 0);
  }

  /** Keeps what `file` brought although it was deleted. */
  keepGone(file: string): void {
    const logFile = this.file(file);
    if (!logFile.isGone) this.goneCount += 1;
    logFile.isGone = true;
    this.changes += 1;
  }

  /** From now on some of its files may be known under other names as well: `twins` says when that changes. */
  heedTwins(twins: TwinClock): void {
    this.twins = twins;
  }

  /** The runs that it repeats, when every log of it is that of a run which comes first; null when it stands for itself. */
  originals(): readonly Run[] | null {
    const runs = new Set<Run>();
    for (const { twin } of this.files.values()) {
      if (twin === null || !twin.isFirst || twin.log.run === this) return null;
      runs.add(twin.log.run);
    }
    return runs.size === 0 ? null : [...runs];
  }

  /** What stays with its files under every name. */
  origins(): readonly string[] {
    return this.filesInOrder().flatMap(({ description }) => description.origin ?? []);
  }

  /** It is `before`, which was renamed or moved: what was known of that beside its logs is known of it. */
  takeOver(before: Run): void {
    this.formerIds = [...before.formerIds, before.id];
    this.grewAt ??= before.grewAt;
    this.settings.commandLine ??= before.settings.commandLine;
    this.launchEnd ??= before.launchEnd;
    this.changes += 1;
  }

  /** What the latest of its logs says about its end, else a file beside them; null while nothing does. */
  ending(): LogFacts["ending"] {
    return this.filesInOrder().at(-1)?.description.facts.ending ?? this.settings.ending();
  }

  /** Its file `name`, which begins to be one when it is new. */
  file(name: string): LogFile {
    let file = this.files.get(name);
    if (file === undefined) {
      file = new LogFile(this, name);
      this.files.set(name, file);
      this.inOrder = null;
    }
    return file;
  }

  /** Without those that are another file of this run under a second name. */
  private filesThatCount(): readonly LogFile[] {
    return this.filesInOrder().filter(({ twin }) => twin === null || twin.log.run !== this || !twin.isFirst);
  }

  private filesInOrder(): readonly LogFile[] {
    this.inOrder ??= [...this.files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.inOrder;
  }

  /** Forgets what was put together from its files if other ones of them count by now. */
  private lookAtTwins(): void {
    if (this.twins === null || this.twins.changes === this.twinsAt) return;
    this.twinsAt = this.twins.changes;
    this.tagList = null;
    this.merged = null;
  }

  private times(): RunTimes {
    if (this.timesAt !== this.version || this.timesKnown === null) this.timesKnown = timesOf(this.files.values());
    this.timesAt = this.version;
    return this.timesKnown;
  }
}
