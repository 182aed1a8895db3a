/** The dashboard over logs that are being read: server, launcher, and what belongs to one browser page. */

import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Language } from "../core/text.ts";
import { keepTelling } from "../notify/notifier.ts";
import { RunWatch } from "../review/run-watch.ts";
import { AdviceKeeper } from "../server/advice-cache.ts";
import { isLoopback } from "../server/allowed-hosts.ts";
import { createApp } from "../server/app.ts";
import { CommandLines, endedLaunches, formFactsOf, stepsIn } from "../server/launched-runs.ts";
import { LauncherKeeper } from "../server/launcher-keeper.ts";
import { LiveStream } from "../server/live.ts";
import { secretOf } from "../server/secret-file.ts";
import { serve } from "../server/server.ts";
import { Sights } from "../server/sight.ts";
import { openStaticFiles } from "../server/static-files.ts";
import { Annotations } from "../store/annotations.ts";
import { RunDigests } from "../store/run-digests.ts";
import { openChoices } from "./choices.ts";
import { failed } from "./failure.ts";
import { SHIM_PATH, wordsOfFailure } from "./launcher-client.ts";
import { openMemory } from "./memory.ts";
import { accessTo } from "./open-access.ts";
import { now, type OpenLogs } from "./open-logs.ts";
import { ReportShelf, viewerIn } from "./open-reports.ts";
import { printable } from "./printable.ts";
import { openReview, optionsWithout } from "./review.ts";
import type { ServeCommand } from "./serve.ts";

/** Opening the database holds the thread up for tens of milliseconds: the logs and who waits for them come first, but not for ever. */
const LAUNCHER_WAITS_MS = { afterLoading: 300, atMost: 3000 };

/**
 * Serves `logs` until told to stop; resolves when it listens.
 *
 * @throws CommandFailure when it cannot listen; the logs are closed then.
 */
export async function openDashboard(
  { logdirs, stateDir, note, host, port, allowedHosts, opensBrowser, root }: ServeCommand,
  { store, ingest }: OpenLogs,
): Promise<void> {
  const annotations = new Annotations(store, join(stateDir, "annotations"));
  const memory = await openMemory({ logdirs, stateDir });
  const choices = await openChoices({ logdirs, stateDir }, memory.past);
  const live = new LiveStream(store, now(), annotations);
  let boundPort = 0;
  let address = "";
  const secret = wordsOfFailure(() => secretOf(stateDir));
  const known = await accessTo({
    stateDir,
    secret,
    port: () => boundPort,
    isOpen: () => isLoopback(host),
    trustedProxies: [],
  });
  const { access } = known;
  const everybody = () => [access.owner, ...access.people.users().map(({ name }) => name)];
  const { review, database, place } = await openReview({ logdirs, stateDir }, store, everybody);
  const advice = new AdviceKeeper(
    store,
    now,
    optionsWithout(choices.options, () => review.rejected()),
  );
  const shelf = new ReportShelf({ logdirs, stateDir }, () => live.tellReports());
  const engine = {
    store,
    live,
    annotations,
    digests: new RunDigests(store),
    now,
    advise: async (language?: Language) => {
      const answer = await advice.advise(language);
      void memory.learn(answer);
      return answer;
    },
    study: advice.study.bind(advice),
    choices: choices.file,
    review,
    reports: () => shelf.reports(),
    reportViewer: viewerIn(root),
  };
  const commandLines = new CommandLines(store);
  const keeper = new LauncherKeeper({
    stateDir,
    shimPath: SHIM_PATH,
    starts: true,
    now,
    stepsOf: (logdir) => stepsIn(store, logdir),
    report: (sentence) => console.error(printable(sentence)),
  });
  const files = openScreens(join(root, "out"));
  const report = (error: Error): void => console.error(error);
  const planPlaces = [process.cwd(), ...logdirs.flatMap(({ path }) => [path, dirname(path)])];
  const launching = {
    launcher: () => keeper.current(),
    stateDir,
    forms: formFactsOf(store, planPlaces),
  };
  const served = await serve({
    app: (allowed) =>
      createApp({ engine, ...known, url: () => address, launching, files, allowedHosts: allowed, report }),
    host,
    port,
    addedHosts: allowedHosts,
  });
  if (served.kind === "port taken") {
    await ingest.close();
    throw failed(
      port === null
        ? `No port from ${served.port} on is free; choose one with --port.`
        : `--port ${port} is taken by another program; leave --port away and the next free one is used.`,
    );
  }
  if (served.kind === "cannot listen") {
    await ingest.close();
    throw failed(`--host ${host} cannot be listened on: ${served.because}.`);
  }
  boundPort = served.port;
  address = served.url;
  // Before anybody hears of us: who has the address may tell us to end.
  const telling = new AbortController();
  review.subscribe(() => live.tellReview());
  const watch = new RunWatch({
    store,
    database,
    place,
    now,
    advise: engine.advise,
    endedLaunches: (since) => endedLaunches(keeper.current(), since),
    report: (sentence) => console.error(printable(sentence)),
  });
  watch.start();
  const stop = (): void => {
    telling.abort();
    watch.close();
    review.close();
    live.close();
    keeper.close();
    shelf.close();
    void Promise.all([served.close(), ingest.close()]).then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const login = `${served.url}/login?code=${access.newCode()}`;
  console.log(
    `Tuneboard is at ${served.url}${note === null ? "" : ` ${note}`} (Ctrl-C ends it; to launch runs from the browser, open ${login} once)`,
  );
  if (opensBrowser) openBrowser(login);
  store.subscribe(({ runs }) => {
    if (runs) commandLines.tell();
  });
  keeper.subscribe(() => {
    const launcher = keeper.current();
    if (typeof launcher !== "string") commandLines.learn(launcher.table);
    live.tellLaunches();
  });
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false });
  await Promise.race([
    ingest.loaded.then(() => pause(LAUNCHER_WAITS_MS.afterLoading)),
    pause(LAUNCHER_WAITS_MS.atMost),
  ]);
  await keeper.open(served.url);
  const sights = new Sights({ store, launcher: () => keeper.current(), advise: engine.advise, now });
  void keepTelling(
    {
      stateDir,
      look: (withAdvice) => sights.look(withAdvice),
      board: served.url,
      now,
      report: (sentence) => console.error(printable(sentence)),
    },
    telling.signal,
  );
}

function openScreens(directory: string): ReturnType<typeof openStaticFiles> {
  try {
    return openStaticFiles(directory);
  } catch {
    throw failed(`The screens are missing at ${directory}; build them with \`npm run build\`.`);
  }
}

/** Best effort: a machine without a desktop has no browser to open, and that is no failure. */
function openBrowser(url: string): void {
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
