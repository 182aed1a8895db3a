/** `POST /api/summary`: every run's numbers of a few tags. A question, not a change: POST because tags may hold any character. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as z from "zod";
import type { SummaryAnswer, TagSummary } from "../../core/api.ts";
import { toJsonNumber } from "../../core/series.ts";
import type { RunDigests } from "../../store/run-digests.ts";
import { type ReadOptions, readAdmission } from "../admission.ts";

const LARGEST_BODY_BYTES = 256 * 1024;
const MOST_TAGS = 100;

const Question = z.strictObject({ tags: z.array(z.string()).max(MOST_TAGS) });

export const summaryRoute = (options: ReadOptions): Hono =>
  new Hono().post(
    "/",
    bodyLimit({ maxSize: LARGEST_BODY_BYTES }),
    readAdmission(options).taking("reader", Question, (c, question, { engine: { store, digests } }) => {
      const tags = [...new Set(question.tags)].map((tag) => summarize(tag, digests));
      const answer: SummaryAnswer = { version: store.version, tags };
      return c.json(answer);
    }),
  );

function summarize(tag: string, digests: RunDigests): TagSummary {
  const found = digests.of(tag);
  return {
    tag,
    runs: found.map(({ run }) => run),
    last: found.map(({ summary }) => toJsonNumber(summary.last)),
    lastStep: found.map(({ summary }) => summary.lastStep),
    min: found.map(({ summary }) => toJsonNumber(summary.least)),
    minStep: found.map(({ summary }) => toJsonNumber(summary.leastStep)),
    max: found.map(({ summary }) => toJsonNumber(summary.most)),
    maxStep: found.map(({ summary }) => toJsonNumber(summary.mostStep)),
    mean: found.map(({ summary }) => toJsonNumber(summary.mean)),
  };
}
