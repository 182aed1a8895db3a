/** The shared worker: one connection to the engine for all tabs of a browser, which allows six of them to one origin. */
import { EngineEvents, type StreamNews } from "./engine-events.ts";
import type { PageWord } from "./events-link.ts";

/** The part of the worker's scope that is used; the library of types knows pages only. */
interface WorkerScope {
  onconnect: ((event: MessageEvent) => void) | null;
}
declare const self: WorkerScope;

const pages = new Set<MessagePort>();

const stream = new EngineEvents((news) => {
  for (const page of pages) page.postMessage(news);
});
let isOpen = false;

self.onconnect = ({ ports: [port] }) => {
  if (port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<PageWord>) => {
    if (data === "listen") greet(port);
    else pages.delete(port);
    // A page that went without a word costs a message now and then; the worker itself goes with the last of them.
    if (pages.size > 0 && !isOpen) stream.open();
    if (pages.size === 0) stream.close();
    isOpen = pages.size > 0;
  };
};

function greet(page: MessagePort): void {
  pages.add(page);
  const first: readonly StreamNews[] = isOpen ? stream.greeting() : [];
  for (const news of first) page.postMessage(news);
}
