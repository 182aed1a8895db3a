/** The dashboard over logs that are being read: server, launcher, and what belongs to one browser page. */

import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import type { Language } from "../core/text.ts";
import { keepTelling } from "../notify/notifier.ts";
import { RunWatch } from "../review/run-watch.ts";
import type { Access } from "../server/admission/access.ts";
import { isLoopback } from "../server/admission/allowed-hosts.ts";
import { secretOf } from "../server/admission/secret-file.ts";
import { AdviceKeeper } from "../server/advice-cache.ts";
import { createApp } from "../server/app.ts";
import { AutoPauser } from "../server/auto-pauser.ts";
import type { Engine } from "../server/engine.ts";
import { endedLaunches, formFactsOf, RunLaunches, stepsIn } from "../server/launched-runs.ts";
import { LauncherKeeper } from "../server/launcher-keeper.ts";
import { LiveStream } from "../server/live.ts";
import { readBlock } from "../server/report-data.ts";
import { Sights } from "../server/sight.ts";
import { openStaticFiles } from "../server/static-files.ts";
import { Annotations } from "../store/annotations.ts";
import { StateFailure } from "../store/database.ts";
import { RunDigests } from "../store/run-digests.ts";
import { ViewsFile } from "../store/views-file.ts";
import { openChoices } from "./choices.ts";
import { failed } from "./failure.ts";
import { SHIM_PATH, wordsOfFailure } from "./launcher-client.ts";
import { describeReach, listen } from "./listening.ts";
import { openMemory } from "./memory.ts";
import { accessTo } from "./open-access.ts";
import { now, type OpenLogs } from "./open-logs.ts";
import { ReportShelf, viewerIn } from "./open-reports.ts";
import { printable } from "./printable.ts";
import { openReview, optionsWithout } from "./review.ts";
import type { ServeCommand } from "./serve.ts";
import { viewsPathOf } from "./state-dir.ts";

/**
 * Serves `logs` until told to stop; resolves when it listens.
 *
 * @throws CommandFailure when it cannot listen; the logs are closed then.
 */
export async function openDashboard(command: ServeCommand, { store, ingest }: OpenLogs): Promise<void> {
  const { logdirs, stateDir, note, host, opensBrowser, root, trustedProxies } = command;
  const annotations = new Annotations(store, join(stateDir, "annotations"));
  const memory = await openMemory({ logdirs, stateDir });
  const choices = await openChoices({ logdirs, stateDir }, memory.past);
  const views = new ViewsFile(viewsPathOf(stateDir, logdirs), (sentence) => console.error(printable(sentence)));
  await views.load();
  const live = new LiveStream(store, now(), annotations);
  let boundPort = 0;
  let address = "";
  const secret = wordsOfFailure(() => secretOf(stateDir));
  const known = await accessTo({
    stateDir,
    secret,
    port: () => boundPort,
    isOpen: () => isLoopback(host) && trustedProxies.length === 0,
    trustedProxies,
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
  const engine: Engine = {
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
    views,
    review,
    reports: () => shelf.reports(),
    readBlock: (question) => readBlock(engine, question),
    membersOf: advice.membersOf.bind(advice),
    reportViewer: viewerIn(root),
  };
  const runLaunches = new RunLaunches(store);
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
  const pauser = new AutoPauser({
    launcher: () => keeper.current(),
    place,
    store,
    considered: advice.considered.bind(advice),
    users: () => access.people.users(),
    report: (sentence) => console.error(printable(sentence)),
  });
  const launching = {
    launcher: () => keeper.current(),
    stateDir,
    forms: formFactsOf(store, planPlaces),
    autopausing: { pauser, advise: () => engine.advise(), latest: () => advice.latest(), place, now },
  };
  const served = await listen(command, (guard) =>
    createApp({ engine, ...known, url: () => address, launching, files, report, ...guard }),
  ).catch(async (failure: unknown) => {
    await ingest.close();
    throw failure;
  });
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
    advised: (language) => advice.latest(language),
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
    void Promise.all([served.close().then(known.close), ingest.close()]).then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  keeper.subscribe(() => {
    const launcher = keeper.current();
    if (typeof launcher !== "string") runLaunches.learn(launcher.table);
    live.tellLaunches();
  });
  await keeper.open(served.localUrl, served.url); // before a launch from another terminal finds that nobody looks after it
  const login = loginLink(served.url, access);
  console.log(
    `Tuneboard is at ${served.url}${note === null ? "" : ` ${note}`} (Ctrl-C ends it${login === null ? "" : `; to launch runs from the browser, open ${login} once`})`,
  );
  const reach = describeReach(served, host, trustedProxies);
  if (reach !== null) console.log(reach);
  if (opensBrowser) openBrowser(login ?? served.url);
  store.subscribe(({ runs }) => {
    if (runs) runLaunches.tell();
  });
  const sights = new Sights({ store, launcher: () => keeper.current(), advise: engine.advise, now });
  void pauser.keepLooking(telling.signal);
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

/** Null when it cannot be kept, on a full disk for one; that is said. */
function loginLink(url: string, access: Access): string | null {
  try {
    return `${url}/login?code=${access.newCode()}`;
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    console.error(printable(`${error.message} Until then nobody can log in.`));
    return null;
  }
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
