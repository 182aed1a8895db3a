/** `GET /api/views`: views that people gave a name. `PUT /api/views`: saves one, or takes it away. */
import { Hono } from "hono";
import { ViewChangeSchema } from "../../store/views-file.ts";
import { type ReadOptions, readAdmission } from "../admission/admission.ts";
import { bodyUpTo } from "../admission/body-limit.ts";

const LARGEST_BODY_BYTES = 256 * 1024;

export function viewsRoute(options: ReadOptions): Hono {
  const { admitted, taking } = readAdmission(options);
  return new Hono()
    .get(
      "/",
      admitted("reader", (c, { engine }) => c.json(engine.views.answer())),
    )
    .put(
      "/",
      bodyUpTo(LARGEST_BODY_BYTES),
      taking("viewer", ViewChangeSchema, async (c, change, { engine: { views, now }, actor }) => {
        try {
          const done = await views.change(change, actor.name, now());
          switch (done.kind) {
            case "kept":
              return c.json(views.answer());
            case "conflict":
              return c.json(
                { error: `Somebody else changed the view ${change.name} meanwhile; nothing was changed.`, is: done.is },
                409,
              );
            case "too many":
              return c.json({ error: `At most ${done.most} views are kept; take one away first.` }, 409);
          }
        } catch (error) {
          return c.json({ error: `The view is not kept: ${error instanceof Error ? error.message : error}.` }, 503);
        }
      }),
    );
}
