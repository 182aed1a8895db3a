/** How a page listens to the engine: through the worker that all tabs share, or by itself where there is none. */
import { EngineEvents, type StreamNews } from "./engine-events.ts";

/** What a page says to the worker. */
export type PageWord = "listen" | "leave";

export interface EventsLink {
  /** Begins, or goes on after `leave`. */
  listen(): void;
  leave(): void;
}

/** Built beside the screens, under a name of its own: only tabs that name the same file share a worker. */
const WORKER = "/events-worker.js";

/** Calls `take` with everything that is heard, in order. */
export function linkEvents(take: (news: StreamNews) => void): EventsLink {
  const worker = startWorker();
  if (worker === null) return ownLink(take);
  let own: EventsLink | null = null;
  let isListening = false;
  const say = (word: PageWord): void => worker.port.postMessage(word);
  worker.port.onmessage = ({ data }: MessageEvent<StreamNews>) => {
    if (own === null && isListening) take(data);
  };
  worker.onerror = () => {
    own ??= ownLink(take); // its file could not be had: this tab goes on alone
    if (isListening) own.listen();
  };
  return {
    listen() {
      isListening = true;
      if (own === null) say("listen");
      else own.listen();
    },
    leave() {
      isListening = false;
      if (own === null) say("leave");
      else own.leave();
    },
  };
}

function startWorker(): SharedWorker | null {
  if (typeof SharedWorker === "undefined") return null;
  try {
    return new SharedWorker(WORKER, { name: "tuneboard events" });
  } catch {
    return null; // forbidden by the browser's settings
  }
}

function ownLink(take: (news: StreamNews) => void): EventsLink {
  const stream = new EngineEvents(take);
  return { listen: () => stream.open(), leave: () => stream.close() };
}
