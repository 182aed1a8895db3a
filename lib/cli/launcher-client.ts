/** The launcher as commands reach it: through the engine that has it, or directly when none has. */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Actor } from "../core/actor.ts";
import { type Launcher, openLauncher } from "../launcher/launcher.ts";
import { ownerName } from "../server/admission/access.ts";
import { openTo } from "../server/admission/admission.ts";
import { secretOf } from "../server/admission/secret-file.ts";
import { launchingRoutes } from "../server/launching-routes.ts";
import { holderOf } from "../store/state-lock.ts";
import { failed } from "./failure.ts";
import { now } from "./open-logs.ts";

/** The shim's bundle, which the build puts beside this one. */
export const SHIM_PATH = fileURLToPath(new URL("./shim.mjs", import.meta.url));

/** A conversation with whoever has the launcher of a state directory. */
export interface LauncherClient {
  /** The running engine's address; null when this process has the launcher itself, and nobody starts what waits. */
  readonly url: string | null;
  /** The JSON answer to a question below `/api/`; with a body it is a POST. */
  ask<T>(path: string, body?: unknown): Promise<T>;
  /** Bytes of what a run wrote, with the size that it has now. */
  output(id: string, from: number, attempt?: number): Promise<{ bytes: Uint8Array; start: number; size: number }>;
  close(): void;
}

const ANSWER_TIMEOUT_MS = 30_000;
/** A holder that does not say where it answers is starting, or a command that is done soon; both take their time on a busy machine. */
const HOLDER_STARTS_MS = 15_000;

/**
 * Opens one for `stateDir`.
 *
 * @throws CommandFailure if the state cannot be used, or who has it does not answer.
 */
export async function connect(stateDir: string): Promise<LauncherClient> {
  const secret = wordsOfFailure(() => secretOf(stateDir));
  const opened = await openWhenFree(stateDir, false);
  if (!("heldBy" in opened)) return clientOf(null, secret, askDirectly(opened, stateDir), opened.close);
  const { pid, url } = opened.heldBy;
  if (url === null) {
    throw failed(
      `Another Tuneboard (process ${pid}) has ${stateDir} and does not say where it answers; is it stopped?`,
    );
  }
  return clientOf(
    url,
    secret,
    (path, init) => fetch(`${url}${path}`, init),
    () => {},
  );
}

/**
 * A conversation with the dashboard that runs over `stateDir`.
 *
 * @throws CommandFailure if none does.
 */
export function connectToBoard(stateDir: string): LauncherClient {
  const secret = wordsOfFailure(() => secretOf(stateDir));
  const url = holderOf(stateDir)?.url ?? null;
  if (url === null)
    throw failed(
      `No Tuneboard runs over ${stateDir}: start one that shows what is to be shared (tuneboard --logdir DIR).`,
    );
  return clientOf(
    url,
    secret,
    (path, init) => fetch(`${url}${path}`, init),
    () => {},
  );
}

/**
 * The launcher of `stateDir`, or the engine that has it. A command that has it for a moment is waited for: it looks after
 * nothing. Whoever still does not say where it answers after 15 s is named all the same. `starts`: whether what waits is started.
 *
 * @throws CommandFailure if the state cannot be used.
 */
export async function openWhenFree(stateDir: string, starts: boolean): ReturnType<typeof openLauncher> {
  const deadline = performance.now() + HOLDER_STARTS_MS;
  for (;;) {
    const opened = await openLauncher({
      stateDir,
      shimPath: SHIM_PATH,
      starts,
      now,
      stepsOf: () => null, // nobody reads logs here; the dashboard enforces limits of steps
      report: (sentence) => console.error(sentence),
    }).catch((error: unknown) => {
      throw failed(error instanceof Error ? error.message : String(error));
    });
    const isKnown = !("heldBy" in opened) || opened.heldBy.url !== null;
    if (isKnown || performance.now() > deadline) return opened;
    await sleep(50);
  }
}

type Ask = (path: string, init: RequestInit) => Response | Promise<Response>;

/** The same routes as over HTTP, without a socket: whoever can open the state directory is its owner. The queue's journal says what was done. */
function askDirectly(launcher: Launcher, stateDir: string): Ask {
  const actor: Actor = { name: ownerName(), role: "admin", isOwner: true, via: "token", scope: null };
  const routes = launchingRoutes({ access: openTo(actor), launcher: () => launcher, stateDir });
  return (path, init) => routes.request(path, init);
}

function clientOf(url: string | null, secret: string, ask: Ask, close: () => void): LauncherClient {
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = { ...init.headers, Authorization: `Bearer ${secret}` };
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    let answer: Response;
    try {
      answer = await ask(path, { ...init, headers, signal });
    } catch (error) {
      throw failed(`The Tuneboard at ${url} does not answer: ${error instanceof Error ? error.message : error}.`);
    }
    if (answer.ok) return answer;
    const { error }: { error?: string } = await answer.json().catch(() => ({}));
    throw failed(error ?? `Tuneboard answered with status ${answer.status}.`);
  };
  return {
    url,
    ask: async (path, body) => {
      const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
      return (await send(path, body === undefined ? {} : post)).json();
    },
    output: async (id, from, attempt) => {
      const which = attempt === undefined ? "" : `&attempt=${attempt}`;
      const answer = await send(`/api/launches/${id}/output?from=${from}${which}`, {});
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const [start, size] = ["X-Output-Start", "X-Output-Size"].map((name) => Number(answer.headers.get(name)));
      return { bytes, start, size };
    },
    close,
  };
}

/** What `act` returns; what it throws becomes the failure of a command. */
export function wordsOfFailure<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  }
}
