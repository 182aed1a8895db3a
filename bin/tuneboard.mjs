#!/usr/bin/env node
/** The command `tuneboard`: builds what is missing or older than the sources, then hands over to the engine. */
import { setFlagsFromString } from "node:v8";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Tuneboard needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const { isFresh, parts, root } = await import("../scripts/freshness.mjs");

/** The dashboard needs the screens, and so does a report that carries them; every other command, and a call for help, runs on the engine alone. */
function needsScreens(args) {
  const [first = "serve"] = args;
  if (args.some((arg) => ["-h", "--help", "-V", "--version"].includes(arg))) return false;
  return first === "serve" || first.startsWith("-") || (first === "report" && args[1] === "export");
}

async function buildWhatIsMissing(args) {
  const engine = !isFresh(parts.engine);
  const app = needsScreens(args) && !isFresh(parts.app);
  if (!engine && !app) return;
  const { BuildFailure, buildApp, buildEngine } = await import("../scripts/build.mjs");
  try {
    if (engine) await buildEngine();
    if (app) await buildApp();
  } catch (failure) {
    console.error(`\n${failure instanceof BuildFailure ? failure.message : failure.stack}`);
    process.exit(1);
  }
}

/**
 * `npm start` puts a shell between itself and us, and a SIGTERM to npm reaches that shell only: we would go on as an orphan and
 * hold the port. So when the shell is gone, we go too.
 */
function endWithNpm() {
  const shell = process.ppid;
  const look = () => {
    if (process.ppid !== shell) process.kill(process.pid, "SIGTERM");
  };
  setInterval(look, 500).unref();
}

if (process.env.npm_lifecycle_event === "start") endWithNpm();
await buildWhatIsMissing(process.argv.slice(2));
process.env.TUNEBOARD_ROOT ??= root;
// Points live outside of V8's heap. What is left are short-lived answers, for which V8 would hold up to 48 MB without using it.
// Node 20 heeds a limit on its command line only, where nobody can be made to write it. But its young space begins with 1 MB a
// half, and the factor by which it grows is looked up whenever it would grow.
setFlagsFromString("--max-semi-space-size=1");
setFlagsFromString("--semi-space-growth-factor=1");
// So small a space is collected by the thread itself in a millisecond; helpers have to be waited for, on a busy machine for dozens.
setFlagsFromString("--no-parallel-scavenge");
(await import("node:module")).enableCompileCache?.(); // Node 22.8 and later: a third off every start but the first
await import("../dist/tuneboard.mjs");
