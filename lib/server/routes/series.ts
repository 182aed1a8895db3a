/** `POST /api/series`: curves of one tag for drawing, as a binary frame. A question, not a change: POST because the list of runs can be long. */
import { Hono } from "hono";
import * as z from "zod";
import { encodeFrame } from "../../core/series-frame.ts";
import { drawnCurves } from "../../store/drawn-curves.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;

const SeriesQuery = z.strictObject({
  tag: z.string(),
  runs: z.array(z.string().max(64)).max(20_000),
  columns: z.int().min(1).max(10_000),
  x: z.union([z.enum(["step", "relative", "wall", "samples", "index"]), z.templateLiteral(["tag:", z.string()])]),
  range: z.tuple([z.number(), z.number()]).nullable(),
  smoothing: z.number().min(0).max(0.999),
  smoother: z.enum(["ema", "twema", "gaussian", "median"]).exactOptional(),
  logX: z.boolean().exactOptional(),
  groups: z
    .array(z.strictObject({ id: z.string().max(64), runs: z.array(z.string().max(64)).max(20_000) }))
    .max(2000)
    .exactOptional(),
  band: z.enum(["std", "stderr", "minmax"]).exactOptional(),
});

/** nginx's number for a client that has gone; nobody is there to read it. */
const CLIENT_GONE = 499;

export function seriesRoute(options: ReadOptions): Hono {
  const inTurn = oneByOne();
  return new Hono().post(
    "/",
    bodyUpTo(LARGEST_BODY_BYTES),
    readAdmission(options).taking("guest", SeriesQuery, (c, query, { engine }) =>
      inTurn(async () => {
        if (c.req.raw.signal.aborted) return new Response(null, { status: CLIENT_GONE }); // zoomed on meanwhile
        const runs = [...new Set(query.runs)]; // a run that is named often would be thinned as often
        const frame = encodeFrame(await drawnCurves(engine.store, { ...query, runs }));
        return c.body(frame, 200, { "Content-Type": "application/octet-stream" });
      }),
    ),
  );
}

/** Lets work wait for what came before it: charts that are drawn a slice each in turn would all come as late as the last. */
function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {}); // whoever asked is told
    return mine;
  };
}
