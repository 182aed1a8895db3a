/** The engine as a share link shows it: the runs or the report of its scope, and nothing else. */

import type { Shared, ShareScope } from "../core/actor.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import { NO_CHOICES } from "../core/choices.ts";
import type { Language } from "../core/text.ts";
import type { Run } from "../store/run.ts";
import type { Engine, ReadStore, StudyBasis } from "./engine.ts";
import type { LiveEvent } from "./live.ts";
import { seenBlock, seenReports } from "./seen-reports.ts";

/** `engine` through the eyes of whoever sees `scope` only. Asks for other runs are answered as if there were none. */
export function seenBy(engine: Engine, { shared }: ShareScope): Engine {
  const sees = sightOf(engine, shared);
  const store = seenStore(engine.store, sees);
  const inScope = (answer: AdviceAnswer): AdviceAnswer => {
    const names = new Set(store.runs().map(({ name }) => name));
    return { ...answer, sweeps: answer.sweeps.filter((sweep) => sweep.runs.every((run) => names.has(run))) };
  };
  const basisInScope = ({ logs, options, answer }: StudyBasis): StudyBasis => {
    const names = new Set(store.runs().map(({ name }) => name));
    return { logs: logs.filter(({ name }) => names.has(name)), options, answer: inScope(answer) };
  };
  const seen: Engine = {
    store,
    live: {
      connect: (send) => {
        let known = store.runs().length;
        return engine.live.connect((event) => {
          const seen = seenEvent(event, sees);
          if (seen !== null) send(seen);
          const now = store.runs().length;
          if (now !== known) send({ name: "runs", data: { version: store.version } }); // a run belongs to the sweep once it was thought about
          known = now;
        });
      },
    },
    annotations: {
      answer: () => {
        const answer = engine.annotations.answer();
        return { ...answer, problem: null, runs: answer.runs.filter(({ id }) => sees(id)) };
      },
      change: (changes) => ({ kind: "unknown run", run: changes[0]?.run ?? "" }),
    },
    digests: { of: (tag) => engine.digests.of(tag).filter(({ run }) => sees(run)) },
    advise: async (language?: Language) => inScope(await engine.advise(language)),
    study: (think, language) => engine.study((basis) => think(basisInScope(basis)), language),
    review: engine.review, // its route shows guests only what is about runs that they see
    reports: async () => seenReports(await engine.reports(), shared),
    readBlock: (question) => seenBlock(engine, seen, question, shared),
    membersOf: engine.membersOf,
    reportViewer: engine.reportViewer,
    views: {
      answer: () => ({ version: 1, views: [] }),
      change: () => Promise.reject(new Error("guests save no views")),
    },
    choices: { current: () => NO_CHOICES, keep: () => Promise.reject(new Error("guests decide nothing")) },
    now: engine.now,
  };
  return seen;
}

type Sees = (run: string) => boolean;

/** Which runs are seen, at any moment: those of a sweep change while one looks. */
function sightOf({ store, membersOf }: Engine, shared: Shared): Sees {
  switch (shared.kind) {
    case "runs": {
      const ids = new Set(shared.runs);
      return (run) => ids.has(run);
    }
    case "sweep":
      return (id) => {
        const run = store.run(id);
        return run !== null && (membersOf(shared.sweep)?.has(run.name) ?? false);
      };
    case "report":
      return () => false;
  }
}

/** Log directories keep their names, which are part of runs' names, and tell nothing else. */
function seenStore(store: ReadStore, sees: Sees): ReadStore {
  const seen = (run: Run | null): Run | null => (run !== null && sees(run.id) ? run : null);
  return {
    get version() {
      return store.version;
    },
    get loading() {
      return store.loading;
    },
    logdirs: () => store.logdirs().map(({ name }) => ({ name, path: "", error: null, passedOver: [] })),
    runs: () => store.runs().filter(({ id }) => sees(id)),
    run: (id) => seen(store.run(id)),
    runAt: (logdir, path) => seen(store.runAt(logdir, path)),
  };
}

/** Null: nothing that a guest has to know. */
function seenEvent(event: LiveEvent, sees: Sees): LiveEvent | null {
  if (event.name === "launches") return null;
  if (event.name !== "points") return event;
  const changed = Object.fromEntries(
    Object.entries(event.data.changed).flatMap(([tag, runs]) => {
      const seen = runs.filter(sees);
      return seen.length === 0 ? [] : [[tag, seen] as const];
    }),
  );
  return Object.keys(changed).length === 0 ? null : { name: "points", data: { ...event.data, changed } };
}
