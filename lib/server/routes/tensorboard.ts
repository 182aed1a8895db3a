/**
 * TensorBoard's HTTP data API, read-only, for scripts that were written for it.
 *
 * Points are all there are, in the order of the file: TensorBoard keeps a sample of them and drops what a restart
 * repeats. `NaN` and infinities are strings in JSON, as TensorBoard's data server sends them.
 * @see TensorBoard, `plugins/scalar/http_api.md`.
 */
import { type Context, Hono } from "hono";
import { exactStep, type Series, toJsonNumber } from "../../core/series.ts";
import type { Run } from "../../store/run.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import type { ReadStore } from "../engine.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;

/** Routes below `/data`. */
export function tensorboardRoutes(options: ReadOptions): Hono {
  const { admitted } = readAdmission(options);
  return new Hono()
    .get(
      "/environment",
      admitted("guest", (c, { engine: { store } }) => {
        const paths = store.logdirs().map(({ path }) => path);
        return c.json({ data_location: paths.join(","), window_title: "Tuneboard" });
      }),
    )
    .get(
      "/runs",
      admitted("guest", (c, { engine: { store } }) => c.json(store.runs().map(({ name }) => name))),
    )
    .get(
      "/plugin/scalars/tags",
      admitted("guest", (c, { engine: { store } }) =>
        c.json(Object.fromEntries(store.runs().map((run) => [run.name, scalarTags(run)]))),
      ),
    )
    .get(
      "/plugin/scalars/scalars",
      admitted("guest", (c, { engine: { store } }) => {
        const { run, tag, format } = c.req.query();
        if (run === undefined || tag === undefined) return c.text("run and tag are needed.\n", 400);
        const series = findSeries(store, run, tag);
        if (series === null) return c.text(`There is no scalar data for run ${run}, tag ${tag}.\n`, 404);
        return format === "csv" ? csvAnswer(c, series) : c.json(tripletsOf(series));
      }),
    )
    .post(
      "/plugin/scalars/scalars_multirun",
      bodyUpTo(LARGEST_BODY_BYTES),
      admitted("guest", async (c, { engine: { store } }) => {
        const form = await c.req.formData().catch(() => null);
        const tags = form?.getAll("tag") ?? [];
        if (form === null || tags.length !== 1) return c.text("Exactly one tag is needed.\n", 400);
        const found = form.getAll("runs").flatMap((run) => {
          const series = findSeries(store, String(run), String(tags[0]));
          return series === null ? [] : [[String(run), tripletsOf(series)] as const];
        });
        return c.json(Object.fromEntries(found));
      }),
    );
}

const findSeries = (store: ReadStore, name: string, tag: string): Series | null =>
  store
    .runs()
    .find((run) => run.name === name)
    ?.series(tag) ?? null;

const scalarTags = (run: Run): Record<string, { displayName: string; description: string }> =>
  Object.fromEntries(run.tags().map((tag) => [tag, { displayName: tag, description: "" }]));

type Triplet = readonly [wallTime: number | string, step: number | string, value: number | string];

function tripletsOf(series: Series): Triplet[] {
  const triplets = new Array<Triplet>(series.length);
  for (let i = 0; i < series.length; i++) {
    triplets[i] = [toJsonNumber(series.wallTimes[i]), exactStep(series, i), toJsonNumber(series.values[i])];
  }
  return triplets;
}

function csvAnswer(c: Context, series: Series): Response {
  const rows = tripletsOf(series).map((triplet) => triplet.join(","));
  return c.text(`Wall time,Step,Value\r\n${rows.join("\r\n")}\r\n`, 200, { "Content-Type": "text/csv" });
}
