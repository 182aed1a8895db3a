/** `GET /api/choices`, `PUT /api/choices`: what the reader of the advice decided: metric, loss, sweeps, runs left out. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ChoicesSchema } from "../../store/choices-file.ts";
import type { ChoicesKeeper } from "../engine.ts";
import { describeIssues } from "../refusal.ts";

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

export const choicesRoute = (choices: ChoicesKeeper): Hono =>
  new Hono()
    .get("/", (c) => c.json(choices.current()))
    .put("/", bodyLimit({ maxSize: LARGEST_BODY_BYTES }), async (c) => {
      const asked = ChoicesSchema.safeParse(await c.req.json().catch(() => null));
      if (!asked.success) return c.json({ error: describeIssues(asked.error) }, 400);
      try {
        await choices.keep(asked.data);
      } catch (error) {
        return c.json({ error: `Your choices are not kept: ${error instanceof Error ? error.message : error}.` }, 500);
      }
      return c.json(choices.current());
    });
