/** Keeps the space for young objects small, in all threads. */
import { setFlagsFromString } from "node:v8";

/**
 * To be called by each thread when it begins. `bin/v8-flags.mjs` has V8 not let that space grow, for the whole process; but
 * V8 puts a factor below two right whenever it sets up a thread, and then the engine's grew to 33 MB while it loaded.
 */
export const keepYoungSpaceSmall = (): void => setFlagsFromString("--semi-space-growth-factor=1");
