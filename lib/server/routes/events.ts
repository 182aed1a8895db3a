/** `GET /api/events`: what changes, as it changes (server-sent events). */
import { Hono } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { type ReadOptions, readAdmission } from "../admission.ts";
import type { Engine } from "../engine.ts";
import type { LiveEvent } from "../live.ts";

/** Silence of more than two of these tells a page that the connection is dead, for example after its machine slept. */
const HEARTBEAT_MS = 5000;
/** So often it is looked whether the one who listens still may: what was taken away is gone within five seconds. */
const LOOK_AGAIN_MS = 2000;
/** A page that reads slower than this many events behind is let go; it comes back and asks for everything anew. */
const LARGEST_BACKLOG = 1000;

export const eventsRoute = (options: ReadOptions): Hono =>
  new Hono().get(
    "/",
    readAdmission(options).admitted("guest", (c, { engine, stillMay }) => {
      // Without no-transform, a compressing proxy holds events back for seconds.
      c.header("Cache-Control", "no-cache, no-transform");
      c.header("X-Accel-Buffering", "no");
      if (c.req.method === "HEAD") return c.body(null); // whoever asks for no body waits for its end
      return streamSSE(c, (stream) => tellEvents(stream, engine, stillMay));
    }),
  );

async function tellEvents(stream: SSEStreamingApi, { live }: Engine, stillMay: () => Promise<boolean>): Promise<void> {
  const backlog: LiveEvent[] = [];
  let wake: () => void = () => {};
  const disconnect = live.connect((event) => {
    backlog.push(event);
    wake();
  });
  stream.onAbort(() => wake());
  let lookAt = performance.now() + LOOK_AGAIN_MS;
  let beatAt = performance.now() + HEARTBEAT_MS;
  try {
    while (!stream.aborted && backlog.length < LARGEST_BACKLOG) {
      if (performance.now() >= lookAt) {
        if (!(await stillMay())) return;
        lookAt = performance.now() + LOOK_AGAIN_MS;
      }
      if (backlog.length === 0 && performance.now() >= beatAt) backlog.push({ name: "beat", data: {} });
      if (backlog.length > 0) beatAt = performance.now() + HEARTBEAT_MS;
      for (const event of backlog.splice(0)) {
        await stream.writeSSE({ event: event.name, data: JSON.stringify(event.data) });
      }
      if (backlog.length === 0 && !stream.aborted) {
        const timer = setTimeout(() => wake(), Math.max(0, Math.min(lookAt, beatAt) - performance.now()));
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        clearTimeout(timer);
      }
    }
  } finally {
    disconnect();
  }
}
