/** `GET /api/machine`: who uses which GPU, how full everything is, and what each run takes. */
import { Hono } from "hono";
import { type LaunchAdmissionOptions, launchAdmission } from "../admission/admission.ts";

export const machineRoute = (options: LaunchAdmissionOptions): Hono =>
  new Hono().get(
    "/",
    launchAdmission(options).admitted("viewer", (c, { launcher }) => c.json(launcher.machine())),
  );
