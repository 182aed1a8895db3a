/** `GET /api/machine`: who uses which GPU, how full everything is, and what each run takes. */
import { Hono } from "hono";
import { type AdmissionOptions, admission } from "../admission.ts";

export const machineRoute = (options: AdmissionOptions): Hono =>
  new Hono().get(
    "/",
    admission(options).admitted((c, { launcher }) => c.json(launcher.machine())),
  );
