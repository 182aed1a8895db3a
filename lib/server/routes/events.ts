/** `GET /api/events`: what changes, as it changes (server-sent events). */
import { Hono } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import type { Engine } from "../engine.ts";

/** Silence of more than two of these tells a page that the connection is dead, for example after its machine slept. */
const HEARTBEAT_MS = 5000;
/** So often it is looked whether the one who listens still may: what was taken away is gone within five seconds. */
const LOOK_AGAIN_MS = 2000;
/** A page that is further behind than this is let go; it comes back and asks for everything anew. */
const LARGEST_BACKLOG_CHARACTERS = 1024 * 1024;

/** Without no-transform, a compressing proxy holds events back for seconds. */
const UNBUFFERED = { "Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no" };

export const eventsRoute = (options: ReadOptions): Hono =>
  new Hono().get(
    "/",
    readAdmission(options).admitted("guest", (c, { engine, stillMay }) => {
      if (c.req.method === "HEAD") return c.body(null, 200, UNBUFFERED); // whoever asks for no body waits for its end
      const cutOff = (): void => {
        c.env?.outgoing?.destroy();
      };
      const response = streamSSE(c, (stream) => tellEvents(stream, engine, stillMay, cutOff));
      for (const [name, value] of Object.entries(UNBUFFERED)) response.headers.set(name, value); // Hono has words of its own
      return response;
    }),
  );

async function tellEvents(
  stream: SSEStreamingApi,
  { live }: Engine,
  stillMay: () => Promise<boolean>,
  cutOff: () => void,
): Promise<void> {
  const backlog: { readonly event: string; readonly data: string }[] = [];
  let behind = 0;
  let wake: () => void = () => {};
  const disconnect = live.connect(({ name, data }) => {
    const text = JSON.stringify(data);
    backlog.push({ event: name, data: text });
    behind += text.length;
    // Whoever does not read keeps what was begun to be written for ever: waiting for it would be waiting for nothing.
    if (behind > LARGEST_BACKLOG_CHARACTERS) end();
    wake();
  });
  const end = (): void => {
    disconnect();
    backlog.length = 0;
    stream.abort();
    cutOff();
  };
  stream.onAbort(() => wake());
  let lookAt = performance.now() + LOOK_AGAIN_MS;
  let beatAt = performance.now() + HEARTBEAT_MS;
  try {
    while (!stream.aborted) {
      if (performance.now() >= lookAt) {
        if (!(await stillMay())) return;
        lookAt = performance.now() + LOOK_AGAIN_MS;
      }
      if (backlog.length === 0 && performance.now() >= beatAt) backlog.push({ event: "beat", data: "{}" });
      if (backlog.length > 0) beatAt = performance.now() + HEARTBEAT_MS;
      for (const event of backlog.splice(0)) {
        await stream.writeSSE(event);
        behind = Math.max(0, behind - event.data.length);
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
