/** `GET /api/health`: that the engine answers, and how far its first reading has come. */
import { Hono } from "hono";
import type { HealthAnswer } from "../../core/api.ts";
import type { Engine } from "../engine.ts";

/** Public: whoever watches over the process has no login, and learns nothing of the runs. */
export const healthRoute = ({ store }: Pick<Engine, "store">): Hono =>
  new Hono().get("/", (c) => {
    const answer: HealthAnswer = { version: store.version, loading: store.loading };
    return c.json(answer);
  });
