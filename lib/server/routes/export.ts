/** `POST /api/export`: every point of some runs and tags, as one CSV file or as a zip with a file for each run. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type * as Fflate from "fflate";
import { Hono } from "hono";
import { stream } from "hono/streaming";
import * as z from "zod";
import { CSV_HEADER, csvRows } from "../../core/point-rows.ts";
import type { Run } from "../../store/run.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;
/** So often it is looked whether the one who reads still may. */
const LOOK_AGAIN_MS = 2000;

/** Null: all of them. */
const Question = z.strictObject({
  format: z.enum(["csv", "zip"]),
  runs: z.array(z.string().max(64)).max(20_000).nullable(),
  tags: z.array(z.string()).max(5000).nullable(),
});

type Wanted = z.infer<typeof Question>;

export const exportRoute = (options: ReadOptions): Hono =>
  new Hono().post(
    "/",
    bodyUpTo(LARGEST_BODY_BYTES),
    readAdmission(options).taking("guest", Question, (c, wanted, { engine, stillMay }) => {
      const ids = wanted.runs === null ? null : new Set(wanted.runs);
      const runs = engine.store.runs().filter(({ id }) => ids?.has(id) ?? true);
      const isZip = wanted.format === "zip";
      c.header("Content-Type", isZip ? "application/zip" : "text/csv; charset=utf-8");
      c.header("Content-Disposition", `attachment; filename="tuneboard.${wanted.format}"`);
      c.header("Cache-Control", "no-store");
      return stream(c, async (out) => {
        // Loaded when somebody wants it: it computes tables, for which no start should wait.
        const pieces = isZip ? zipPieces(runs, wanted, await import("fflate")) : csvPieces(runs, wanted);
        let lookAt = performance.now() + LOOK_AGAIN_MS;
        for (const piece of pieces) {
          if (performance.now() >= lookAt) {
            if (!(await stillMay())) return out.abort();
            lookAt = performance.now() + LOOK_AGAIN_MS;
          }
          if (out.aborted) return;
          await out.write(piece);
          await nextTurn(); // a large export is read by one, while others look at curves
        }
      });
    }),
  );

function* csvPieces(runs: readonly Run[], { tags }: Wanted): Generator<string> {
  yield `${CSV_HEADER}\n`;
  for (const run of runs) yield* rowsOf(run, tags);
}

function* rowsOf(run: Run, tags: readonly string[] | null): Generator<string> {
  for (const tag of tags ?? run.tags()) {
    const series = run.series(tag);
    if (series !== null) yield* csvRows(run.name, tag, series);
  }
}

/** The archive as it comes into being: never more of it in memory than a few thousand rows. */
function* zipPieces(
  runs: readonly Run[],
  { tags }: Wanted,
  { Zip, ZipDeflate }: typeof Fflate,
): Generator<Uint8Array<ArrayBuffer>> {
  const ready: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    ready.push(Uint8Array.from(chunk));
  });
  const text = new TextEncoder();
  for (const run of runs) {
    const file = new ZipDeflate(entryName(run.name), { level: 1 });
    zip.add(file);
    file.push(text.encode(`${CSV_HEADER}\n`));
    for (const rows of rowsOf(run, tags)) {
      file.push(text.encode(rows));
      yield* ready.splice(0);
    }
    file.push(new Uint8Array(0), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready;
}

/** A path that no unpacker takes for one outside of where it unpacks. */
const entryName = (run: string): string =>
  `${
    run
      .split(/[/\\]/)
      .map((part) => part.replace(/[<>:"|?*\p{Cc}]/gu, "_").replace(/^\.+$/, ""))
      .filter((part) => part !== "")
      .join("/") || "root"
  }.csv`;
