/**
 * How V8 keeps the engine's young objects. In a file of its own, because the build starts the engine the same way when it
 * keeps the code that V8 makes of it: under other flags V8 would not take that code.
 */
import { setFlagsFromString } from "node:v8";

// Points live outside of V8's heap. What is left are short-lived answers, for which V8 would hold up to 48 MB without using it.
// Node 20 heeds a limit on its command line only, where nobody can be made to write it. But its young space begins with 1 MB a
// half, and the factor by which it grows is looked up whenever it would grow.
setFlagsFromString("--max-semi-space-size=1");
setFlagsFromString("--semi-space-growth-factor=1"); // again whenever a thread begins: `lib/ingest/young-space.ts`
// So small a space is collected by the thread itself in a millisecond; helpers have to be waited for, on a busy machine for dozens.
setFlagsFromString("--no-parallel-scavenge");
