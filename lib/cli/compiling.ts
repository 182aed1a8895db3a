/** How soon V8 compiles what runs often. */
import { setFlagsFromString } from "node:v8";

/** V8's own: so much running, in bytes of bytecode, between two looks at whether a function is worth compiling. */
const USUAL_BUDGET = 66 * 1024;
const PATIENT_BUDGET = 512 * 1024;

/**
 * Compiles only what runs for milliseconds, until `ended`. While logs are read, every thread runs a little of everything,
 * and V8's compiling threads would take a third of the processor time from them, for code that has nothing more to do when
 * it is ready. What reads most of the bytes is WebAssembly, or a loop that is soon worth it by any measure.
 *
 * V8 looks the flag up whenever it grants a function its next budget. An engine that does not know it leaves it.
 */
export async function compilePatiently(ended: Promise<unknown>): Promise<void> {
  setFlagsFromString(`--interrupt-budget=${PATIENT_BUDGET}`);
  await ended;
  setFlagsFromString(`--interrupt-budget=${USUAL_BUDGET}`);
}
