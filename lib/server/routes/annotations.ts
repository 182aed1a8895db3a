/** `GET /api/annotations`: what people said about the runs. `PATCH /api/annotations`: says more. */
import { Hono } from "hono";
import * as z from "zod";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";

const LARGEST_BODY_BYTES = 8 * 1024 * 1024;

const fields = {
  name: z.string().max(300).exactOptional(),
  colour: z
    .string()
    .regex(/^(#[0-9a-f]{6})?$/)
    .exactOptional(),
  labels: z.array(z.string().min(1).max(60)).max(50).exactOptional(),
  note: z.string().max(20_000).exactOptional(),
  isHidden: z.boolean().exactOptional(),
};
const Change = z.strictObject({
  run: z.string().max(64),
  set: z.strictObject(fields),
  was: z.strictObject(fields).exactOptional(),
});
const Body = z.strictObject({ changes: z.array(Change).min(1).max(20_000) });

export function annotationsRoute(options: ReadOptions): Hono {
  const { admitted, taking } = readAdmission(options);
  return new Hono()
    .get(
      "/",
      admitted("guest", (c, { engine }) => c.json(engine.annotations.answer())),
    )
    .patch(
      "/",
      bodyUpTo(LARGEST_BODY_BYTES),
      taking("viewer", Body, (c, { changes }, { engine: { annotations } }) => {
        const done = annotations.change(changes);
        switch (done.kind) {
          case "kept":
            return c.json(annotations.answer());
          case "unknown run":
            return c.json({ error: `No run has the id ${done.run}.` }, 404);
          case "conflict":
            return c.json(
              { error: `Somebody else changed ${done.run} meanwhile; nothing was changed.`, is: done.is },
              409,
            );
          case "not kept":
            return c.json({ error: done.because }, 503);
        }
      }),
    );
}
