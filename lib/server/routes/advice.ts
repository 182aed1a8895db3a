/** `GET /api/advice`: what the runs on disk say about the next settings. */
import { Hono } from "hono";
import type { Engine } from "../engine.ts";

export const adviceRoute = (engine: Engine): Hono => new Hono().get("/", async (c) => c.json(await engine.advise()));
