#!/usr/bin/env node
/** The command `tuneboard`: builds what is missing or older than the sources, then hands over to the engine. */
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
  const seen = new Map();
  const engine = !isFresh(parts.engine, seen);
  const app = needsScreens(args) && !isFresh(parts.app, seen);
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
await import("./v8-flags.mjs");
(await import("node:module")).enableCompileCache?.(); // Node 22.8 and later: a third off every start but the first
await import("../dist/tuneboard.mjs");
