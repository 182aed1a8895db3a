/** `POST /api/summary`: every run's numbers of a few tags. A question, not a change: POST because tags may hold any character. */
import { Hono } from "hono";
import * as z from "zod";
import type { SummaryAnswer } from "../../core/api.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";
import { summarizeTag } from "../tag-summary.ts";

const LARGEST_BODY_BYTES = 256 * 1024;
const MOST_TAGS = 100;

const Question = z.strictObject({ tags: z.array(z.string()).max(MOST_TAGS) });

export const summaryRoute = (options: ReadOptions): Hono =>
  new Hono().post(
    "/",
    bodyUpTo(LARGEST_BODY_BYTES),
    readAdmission(options).taking("guest", Question, (c, question, { engine: { store, digests } }) => {
      const tags = [...new Set(question.tags)].map((tag) => summarizeTag(tag, digests));
      const answer: SummaryAnswer = { version: store.version, tags };
      return c.json(answer);
    }),
  );
