/** The launching commands as people type them: real processes, with and without a server. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { buildEngineIn, type EngineProcess, startEngine } from "../../fixtures/builders/engine.ts";
import { allMarked } from "../../fixtures/builders/marked-processes.ts";
import { eventually } from "../../fixtures/builders/shim.ts";
import type { RunsAnswer } from "../core/api.ts";
import type { LaunchesAnswer, LaunchSummary } from "../core/launches.ts";

vi.setConfig({ testTimeout: 120_000 }); // each command is a process, and machines may be slow

const folder = mkdtempSync(join(tmpdir(), "tuneboard-launching-"));
let program: string;
beforeAll(async () => {
  program = await buildEngineIn(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

let place: string;
const servers: EngineProcess[] = [];
let known: LaunchSummary[] = [];
beforeEach(() => {
  place = mkdtempSync(join(folder, "place-"));
  mkdirSync(join(place, "logs"));
});
afterEach(async () => {
  if (existsSync(join(place, "state"))) {
    for (const { id } of list().launches.filter(({ state }) => state !== "ended")) cli("stop", id);
    await eventually(() => expect(list().counts).toMatchObject({ queued: 0, starting: 0, running: 0 }));
    known = [...list().launches];
  }
  for (const server of servers.splice(0)) await server.kill();
  expect(allMarked(known.map(({ id }) => id))).toEqual([]);
});

interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const withState = (args: readonly string[]) => [program, ...args, "--state-dir", join(place, "state")];

function cli(...args: string[]): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, withState(args), {
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, withState(args), { stdio: ["ignore", "pipe", "pipe"], detached: true });

const list = (): LaunchesAnswer => JSON.parse(cli("ps", "--json").stdout);

async function serve(): Promise<EngineProcess> {
  const server = await startEngine(program, join(place, "logs"), join(place, "state"));
  servers.push(server);
  return server;
}

/** A plan with one sweep over `values` of `x`, run by the shell script `script`; or with `sweeps`, of the project `toy`, of which `more` says more. */
function plan(
  script: string,
  values: readonly (number | string)[],
  sweeps: object = { all: { project: "toy", vary: { x: values } } },
  more: object = {},
): string {
  const type = typeof values[0] === "number" ? "number" : "text";
  const project = {
    directory: place,
    logdir: join(place, "logs"),
    command: ["sh", "-c", script, "{x}", "{logdir}"],
    parameters: { x: { type } },
    resources: { cpus: 1 },
    ...more,
  };
  const path = join(place, "tuneboard.yaml");
  const yaml = { projects: { toy: project }, sweeps };
  writeFileSync(path, JSON.stringify(yaml)); // JSON is YAML
  return path;
}

describe("without a server", () => {
  it("launch looks after its runs until all have ended, and its status says whether they did well", () => {
    const good = cli("launch", plan('echo "hello $0"', [1, 2]));
    expect([good.status, good.stdout]).toEqual([0, ""]);
    expect(good.stderr).toMatch(/all\/x=1: completed/);
    expect(list().launches.map(({ name, ending }) => [name, ending])).toEqual([
      ["all/x=2", "completed"],
      ["all/x=1", "completed"],
    ]);
    const bad = cli("launch", plan('exit "$0"', [0, 3]), "--json");
    expect(bad.status).toBe(1);
    expect(JSON.parse(bad.stdout).launches).toHaveLength(2);
    expect(bad.stderr).toMatch(/tuneboard: 1 of 2 launches did not complete; `tuneboard logs \w{8}` shows the first\./);
    const [{ id }] = list().launches.filter(({ name }) => name === "all/x=1");
    expect(cli("logs", id.slice(0, 4))).toMatchObject({ status: 0, stdout: "hello 1\n" });
  });

  it("a dry run shows the exact commands, and nothing is there afterwards", () => {
    const { status, stdout } = cli("launch", plan("echo", ["a b", "$(id)"]), "--dry-run");
    expect(status).toBe(0);
    expect(stdout).toContain(`sh -c echo 'a b' ${join(place, "logs/all/x=a-b")}\n`);
    expect(stdout).toContain("2 launches; nothing was started.");
    expect(existsSync(join(place, "state"))).toBe(false);
  });

  it("a closed terminal ends the looking after and no run, and queue run goes on", async () => {
    const go = join(place, "go");
    const launch = start("launch", plan(`while [ ! -e ${go} ]; do sleep 0.05; done; exit $0`, [0, 4, 8, 16]));
    await eventually(() => expect(list().counts.running).toBeGreaterThan(0));
    const gone = new Promise((resolve) => launch.once("exit", resolve));
    process.kill(-(launch.pid ?? 0), "SIGHUP"); // the whole group, as a terminal does
    await gone;
    writeFileSync(go, "");
    expect(cli("queue", "run")).toMatchObject({ status: 0, stderr: "" });
    const endings = list().launches.map(({ ending }) => ending);
    expect(endings.sort()).toEqual(["completed", "exit status 16", "exit status 4", "exit status 8"]);
  });

  it("launch --detach comes back at once, and a process in the background does the rest and goes", async () => {
    expect(cli("launch", plan("sleep 0.3; echo done", [1]), "--detach").status).toBe(0);
    await eventually(() => expect(list().launches.map(({ ending }) => ending)).toEqual(["completed"]));
    await eventually(() => expect(existsSync(join(place, "state/engine.json"))).toBe(false));
  });

  it("stop and retry work on the state directory, and say that nobody starts what waits", async () => {
    cli("launch", plan("echo again", [1]));
    const [{ id }] = list().launches;
    const retried = cli("retry", id);
    expect(retried.stdout).toContain("It is in the queue again.\nNo Tuneboard runs");
    expect(cli("stop", id).stdout).toContain("It was taken out of the queue.");
    expect(cli("stop", id).stdout).toContain("It had ended already.");
    expect(cli("stop", "nobody22")).toMatchObject({
      status: 1,
      stderr: "tuneboard: nobody22: There is no launch with this id.\n",
    });
    const both = cli("retry", "nobody22", id);
    expect(both.status).toBe(1);
    expect(both.stderr).toMatch(new RegExp(`^${id} .*: It is in the queue again.\\n`));
    expect(both.stderr).toContain("tuneboard: nobody22: There is no launch with this id.");
    expect(list().launches).toMatchObject([{ id, state: "queued" }]);
    expect(cli("queue", "dance").status).toBe(2);
    expect(cli("ps", "--limit", "-5")).toMatchObject({ status: 2, stderr: expect.stringContaining("--limit") });
  });

  it("a sweep starts when those that it comes after have completed, and launches wait for what --after names", () => {
    const done = join(place, "done");
    const sweeps = {
      late: { project: "toy", vary: { x: ["late"] }, after: ["early"] },
      early: { project: "toy", vary: { x: ["one", "two"] } },
    };
    const script = `if [ "$0" = late ]; then [ -e ${done}-one ] && [ -e ${done}-two ] || exit 1; elif [ "$0" = two ]; then sleep 0.5; fi; touch ${done}-$0`;
    expect(cli("launch", plan(script, ["late"], sweeps))).toMatchObject({ status: 0 });
    const [{ id: good }] = list().launches;

    cli("launch", plan("exit 3", [1]));
    const [{ id: bad }] = list().launches;
    const waits = ["launch", plan("true", [2]), "--after", good.slice(0, 5), "--after"];
    expect(cli(...waits, bad.slice(0, 5)).stderr).toContain(
      `all/x=2: cancelled: ${bad}, which it waited for, did not complete`,
    );
    expect(cli(...waits, "nobody22")).toMatchObject({
      status: 1,
      stderr: "tuneboard: --after nobody22: There is no launch with this id.\n",
    });
    expect(cli(...waits, "../x")).toMatchObject({ status: 2, stderr: expect.stringContaining("the id of a launch") });
    expect(cli("launch", plan("true", [3]), "--after", good)).toMatchObject({ status: 0 });
  });

  it("a run is tried again after the failures that its project names, as often as that says, and not after others", () => {
    const marks = join(place, "marks");
    const script = `echo >> ${marks}-$0; [ "$0" = 7 ] && exit 7; [ $(wc -l < ${marks}-$0) = 3 ] || kill -9 $$`;
    const retry = { on: ["killed"], times: 2, pause: "0.1 s" };
    const { status, stderr } = cli("launch", plan(script, [1, 7], undefined, { retry }));
    expect([status, stderr]).toEqual([1, expect.stringContaining("1 of 2 launches did not complete")]);
    expect(list().launches.map(({ name, ending, attempt }) => [name, ending, attempt])).toEqual([
      ["all/x=7", "exit status 7", 1],
      ["all/x=1", "completed", 3],
    ]);
  });

  it.each([
    {
      args: [],
      status: 2,
      says: "queue priority needs the id of a launch that waits: tuneboard queue priority 7kq 10.",
    },
    { args: ["../x", "1"], status: 2, says: "queue priority needs the id of a launch" },
    { args: ["7kq"], status: 2, says: "queue priority needs a whole number from -1000 to 1000" },
    { args: ["7kq", "high"], status: 2, says: "queue priority needs a whole number from -1000 to 1000" },
    { args: ["7kq", "1001"], status: 2, says: "queue priority needs a whole number from -1000 to 1000" },
    { args: ["nobody22", "1"], status: 1, says: "There is no launch with this id." },
  ])("queue priority $args says what is wrong", ({ args, status, says }) => {
    expect(cli("queue", "priority", ...args)).toMatchObject({ status, stderr: expect.stringContaining(says) });
  });

  it("a mistake in the plan is told with its line", () => {
    const path = join(place, "tuneboard.yaml");
    writeFileSync(path, "projects:\n  toy:\n    command: 5\n");
    const { status, stderr } = cli("launch", path);
    expect(status).toBe(1);
    expect(stderr).toMatch(/tuneboard\.yaml:\d+: /);
  });
});

describe("with a server", () => {
  it("launch goes through it, and its runs are on the board with the settings of their command lines", async () => {
    const { url } = await serve();
    const script = 'mkdir -p "$1"; printf "step,loss\\n1,2\\n2,1\\n" > "$1/metrics.csv"; echo "x is $0"';
    const launched = cli("launch", plan(script, ["adam", "sgd"]));
    expect(launched).toMatchObject({ status: 0, stderr: "" });
    expect(launched.stdout).toMatch(/^2 launches queued: \w{8} \w{8}\n/);
    await eventually(async () => {
      const { runs }: RunsAnswer = await (await fetch(`${url}/api/runs`)).json();
      expect(runs.map(({ name, hparams }) => [name, hparams.x])).toEqual([
        ["all/x=adam", "adam"],
        ["all/x=sgd", "sgd"],
      ]);
    });
    const [{ id }] = list().launches;
    expect(cli("logs", id, "-f").stdout).toBe("x is sgd\n");
  });

  it("what waits with a higher priority comes first, also where that was said later", async () => {
    await serve();
    cli("queue", "slots", "1");
    cli("queue", "pause");
    const order = join(place, "order");
    cli("launch", plan(`echo $0 >> ${order}`, [1, 2, 3]));
    const [third, second, first] = list().launches.map(({ id }) => id);
    expect(cli("queue", "priority", third.slice(0, 5), "10").stdout).toBe(
      `${third} all/x=3: Its priority is 10 now.\n`,
    );
    expect(cli("queue", "priority", first, "-5").status).toBe(0);
    cli("queue", "resume");
    await eventually(() => expect(list().counts.ended).toBe(3));
    expect(readFileSync(order, "utf8")).toBe("3\n2\n1\n");
    expect(cli("queue", "priority", second, "1").stdout).toContain("It does not wait any more.");
  });

  it("the queue pauses and goes on, runs stop, and a second server says who has the queue", async () => {
    const { url } = await serve();
    cli("queue", "pause");
    cli("launch", plan("sleep 1000", [1]));
    expect(list()).toMatchObject({ paused: "somebody paused it from the command line", counts: { queued: 1 } });
    cli("queue", "resume");
    await eventually(() => expect(list().counts.running).toBe(1));
    const second = await serve();
    const token = readFileSync(join(place, "state/token"), "utf8");
    await eventually(async () => {
      const answer = await fetch(`${second.url}/api/launches`, { headers: { Authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(503);
      expect((await answer.json()).error).toMatch(new RegExp(`another Tuneboard \\(process \\d+ at ${url}\\)`));
    });
    const [{ id }] = list().launches;
    expect(cli("stop", id).stdout).toContain("It is asked to end");
    await eventually(() => expect(list().launches[0].ending).toBe("stopped by user"));
    expect(cli("login").stdout).toMatch(new RegExp(`^${url}/login\\?code=\\S+\n$`));
  });
});

it("a full disk refuses launches in words, touches no run, and is forgotten when there is space again", async () => {
  const state = join(place, "state");
  const [logs, go, seen] = [join(place, "logs"), join(place, "go"), join(place, "seen")];
  const mount = `mkdir -p ${state} && mount -t tmpfs -o size=3m tmpfs ${state} && umask 077 && printf %s ${"t".repeat(43)} > ${state}/token && exec "$@"`;
  const probe = spawnSync("unshare", ["-Urm", "sh", "-c", mount.replace('exec "$@"', "true")]);
  if (probe.status !== 0) return console.error("skipped: this system lets no user mount a file system of their own");
  const server = await startEngine(program, logs, state, ["unshare", "-Urm", "sh", "-c", mount, "sh"]);
  servers.push(server);
  const ask = async (path: string, body?: unknown) => {
    const headers = { Authorization: `Bearer ${"t".repeat(43)}`, "Content-Type": "application/json" };
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(`${server.url}/api/launches${path}`, { ...init, headers });
    return { status: answer.status, body: await answer.json() };
  };
  const submit = (key: string, script: string, note = "") => {
    const order = { command: { argv: ["sh", "-c", script], cwd: "/" }, note };
    return ask("", { key: `the test ${key}`, launches: [{ project: "p", name: key, order }] });
  };
  const fill = `dd if=/dev/zero of=${state}/fill bs=4k 2>/dev/null; touch ${seen}; while [ ! -e ${go} ]; do sleep 0.05; done; rm ${state}/fill; exit 5`;
  await eventually(async () => expect(await submit("fills", fill)).toMatchObject({ status: 200 }));
  await eventually(() => expect(existsSync(seen)).toBe(true));
  const refused = await submit("refused", "true", "x".repeat(1_000_000));
  expect(refused).toMatchObject({ status: 503, body: { error: expect.stringContaining("no space left") } });
  expect((await ask("")).body.counts).toMatchObject({ queued: 0, ended: 0 });
  writeFileSync(go, "");
  await eventually(async () => expect((await ask("")).body.launches[0].ending).toBe("exit status 5"));
  expect(await submit("refused", "true")).toMatchObject({ status: 200, body: { isNew: true } });
  await eventually(async () => expect((await ask("")).body.counts).toMatchObject({ queued: 0, running: 0, ended: 2 }));
});
