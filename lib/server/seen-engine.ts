/** The engine as a share link shows it: the runs of its scope, and nothing of any other. */

import type { ShareScope } from "../core/actor.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import { NO_CHOICES } from "../core/choices.ts";
import type { Language } from "../core/text.ts";
import { StateFailure } from "../store/database.ts";
import type { Run } from "../store/run.ts";
import type { Engine, ReadStore, StudyBasis } from "./engine.ts";
import type { LiveEvent } from "./live.ts";

/** `engine` through the eyes of whoever sees `scope` only. Asks for other runs are answered as if there were none. */
export function seenBy(engine: Engine, scope: ShareScope): Engine {
  const ids = new Set(scope.runs);
  const store = seenStore(engine.store, ids);
  const inScope = (answer: AdviceAnswer): AdviceAnswer => {
    const names = new Set(store.runs().map(({ name }) => name));
    return { ...answer, sweeps: answer.sweeps.filter((sweep) => sweep.runs.every((run) => names.has(run))) };
  };
  const basisInScope = ({ logs, options, answer }: StudyBasis): StudyBasis => {
    const names = new Set(store.runs().map(({ name }) => name));
    return { logs: logs.filter(({ name }) => names.has(name)), options, answer: inScope(answer) };
  };
  return {
    store,
    live: {
      connect: (send) =>
        engine.live.connect((event) => {
          const seen = seenEvent(event, ids);
          if (seen !== null) send(seen);
        }),
    },
    annotations: {
      answer: () => {
        const answer = engine.annotations.answer();
        return { ...answer, problem: null, runs: answer.runs.filter(({ id }) => ids.has(id)) };
      },
      change: (changes) => ({ kind: "unknown run", run: changes[0]?.run ?? "" }),
    },
    digests: { of: (tag) => engine.digests.of(tag).filter(({ run }) => ids.has(run)) },
    advise: async (language?: Language) => inScope(await engine.advise(language)),
    study: (think, language) => engine.study((basis) => think(basisInScope(basis)), language),
    review: engine.review, // its route shows guests only what is about runs that they see
    reports: () => Promise.reject(new StateFailure("A share link shows no reports.")),
    reportViewer: engine.reportViewer,
    choices: { current: () => NO_CHOICES, keep: () => Promise.reject(new Error("guests decide nothing")) },
    now: engine.now,
  };
}

/** Log directories keep their names, which are part of runs' names, and tell nothing else. */
function seenStore(store: ReadStore, ids: ReadonlySet<string>): ReadStore {
  const seen = (run: Run | null): Run | null => (run !== null && ids.has(run.id) ? run : null);
  return {
    get version() {
      return store.version;
    },
    get loading() {
      return store.loading;
    },
    logdirs: () => store.logdirs().map(({ name }) => ({ name, path: "", error: null, passedOver: [] })),
    runs: () => store.runs().filter(({ id }) => ids.has(id)),
    run: (id) => seen(store.run(id)),
    runAt: (logdir, path) => seen(store.runAt(logdir, path)),
  };
}

/** Null: nothing that a guest has to know. */
function seenEvent(event: LiveEvent, ids: ReadonlySet<string>): LiveEvent | null {
  if (event.name === "launches") return null;
  if (event.name !== "points") return event;
  const changed = Object.fromEntries(
    Object.entries(event.data.changed).flatMap(([tag, runs]) => {
      const seen = runs.filter((run) => ids.has(run));
      return seen.length === 0 ? [] : [[tag, seen] as const];
    }),
  );
  return Object.keys(changed).length === 0 ? null : { name: "points", data: { ...event.data, changed } };
}
