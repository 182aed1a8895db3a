/** What `tuneboard.yaml` says about console logs. */
import * as z from "zod";

/** `patterns`: regular expressions with named groups, see `user-pattern.ts`. */
export const ConsoleSettings = z.object({ patterns: z.array(z.string()) });
