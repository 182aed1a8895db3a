/** `GET /api/choices`, `PUT /api/choices`: what the reader of the advice decided: metric, loss, sweeps, runs left out. */
import { Hono } from "hono";
import { ChoicesSchema } from "../../store/choices-file.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

export function choicesRoute(options: ReadOptions): Hono {
  const { admitted, taking } = readAdmission(options);
  return new Hono()
    .get(
      "/",
      admitted("guest", (c, { engine }) => c.json(engine.choices.current())),
    )
    .put(
      "/",
      bodyUpTo(LARGEST_BODY_BYTES),
      taking("launcher", ChoicesSchema, async (c, wanted, { engine: { choices } }) => {
        try {
          await choices.keep(wanted);
        } catch (error) {
          return c.json(
            { error: `Your choices are not kept: ${error instanceof Error ? error.message : error}.` },
            500,
          );
        }
        return c.json(choices.current());
      }),
    );
}
