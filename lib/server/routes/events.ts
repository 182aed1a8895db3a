/** `GET /api/events`: what changes, as it changes (server-sent events). */
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { type ReadOptions, readAdmission } from "../admission.ts";
import type { LiveEvent } from "../live.ts";

/** Silence of more than two of these tells a page that the connection is dead, for example after its machine slept. */
const HEARTBEAT_MS = 5000;
/** A page that reads slower than this many events behind is let go; it comes back and asks for everything anew. */
const LARGEST_BACKLOG = 1000;

export const eventsRoute = (options: ReadOptions): Hono =>
  new Hono().get(
    "/",
    readAdmission(options).admitted("reader", (c, { engine }) => {
      // Without no-transform, a compressing proxy holds events back for seconds.
      c.header("Cache-Control", "no-cache, no-transform");
      c.header("X-Accel-Buffering", "no");
      if (c.req.method === "HEAD") return c.body(null); // whoever asks for no body waits for its end
      return streamSSE(c, async (stream) => {
        const backlog: LiveEvent[] = [];
        let wake: () => void = () => {};
        const disconnect = engine.live.connect((event) => {
          backlog.push(event);
          wake();
        });
        stream.onAbort(() => wake());
        try {
          while (!stream.aborted && backlog.length < LARGEST_BACKLOG) {
            if (backlog.length === 0) {
              const timer = setTimeout(() => wake(), HEARTBEAT_MS);
              await new Promise<void>((resolve) => {
                wake = resolve;
              });
              clearTimeout(timer);
              if (backlog.length === 0 && !stream.aborted) await stream.writeSSE({ event: "beat", data: "{}" });
            }
            for (const event of backlog.splice(0)) {
              await stream.writeSSE({ event: event.name, data: JSON.stringify(event.data) });
            }
          }
        } finally {
          disconnect();
        }
      });
    }),
  );
