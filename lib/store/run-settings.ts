/** The settings of a run, from everything that states them, and what stands beside its logs about its end. */
import type { LogFacts } from "../core/log-reader.ts";
import type { Hparams, HparamValue } from "../core/series.ts";
import { mergeHparams, valuesOf } from "../textlogs/merge-hparams.ts";
import { settingsInName } from "../textlogs/run-name.ts";

/** Kept for each run: what its logs state is asked for when it is needed, everything else is held here. */
export class RunSettings {
  /** By the file beside the logs that states them; null until there is one. */
  private beside: Map<string, LogFacts> | null = null;
  private fromLaunch: Hparams | null = null;
  private known: Hparams | null = null;

  /** Takes what the file `source` beside the logs says, in place of what it said before. */
  set(source: string, said: LogFacts): void {
    this.beside ??= new Map();
    this.beside.set(source, said);
    this.known = null;
  }

  /** What the command line says by which the run was launched; null where it was not, or nobody knows. */
  get commandLine(): Hparams | null {
    return this.fromLaunch;
  }

  set commandLine(hparams: Hparams | null) {
    this.fromLaunch = hparams;
    this.known = null;
  }

  /** To be called when the logs may state others. */
  forget(): void {
    this.known = null;
  }

  /** By name, each from the most trusted source that states it. `inLogs`: what each log states, in order; `path`: the run's below its log directory. */
  all(inLogs: () => readonly (Hparams | null)[], path: string): Hparams {
    this.known ??= valuesOf(
      mergeHparams({
        log: joined(inLogs()),
        "settings file": joined([...(this.beside?.values() ?? [])].map(({ hparams }) => hparams)),
        "command line": this.fromLaunch,
        "run name": settingsInName(path),
      }),
    );
    return this.known;
  }

  /** What a file beside the logs says of the run's end; null while none does. */
  ending(): LogFacts["ending"] {
    return [...(this.beside?.values() ?? [])].find(({ ending }) => ending !== null)?.ending ?? null;
  }
}

/** Of what states the same setting, the last one counts. */
const joined = (stated: readonly (Hparams | null)[]): Hparams =>
  stated.reduce<Record<string, HparamValue>>((all, some) => Object.assign(all, some), {});
