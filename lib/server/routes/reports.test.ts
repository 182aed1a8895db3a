import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AS_OWNER, accessOf } from "../../../fixtures/builders/access.ts";
import { served } from "../../../fixtures/builders/served.ts";
import { advise } from "../../advisor/advise.ts";
import type { RunLog } from "../../advisor/input.ts";
import { finish, type Parts } from "../../advisor/parts.ts";
import { decayTo, followLaw, toRun, withNoise } from "../../advisor/run-log-builder.ts";
import { curvesOf } from "../../report/chart-scene.ts";
import type {
  BlockData,
  ChartData,
  ChartSpec,
  Question,
  Report,
  ReportsAnswer,
  ReportText,
} from "../../report/parts.ts";
import { type Database, openDatabase } from "../../store/database.ts";
import { Reports } from "../../store/reports.ts";
import { Store } from "../../store/store.ts";
import type { StudyBasis } from "../engine.ts";
import { exportReport } from "../report-export.ts";

const CHART: ChartSpec = {
  title: "",
  tags: ["loss"],
  runs: { kind: "matching", pattern: "", where: "" },
  x: "step",
  logX: false,
  logY: false,
  smoothing: 0,
  smoother: "ema",
  ignoreOutliers: true,
  showsEarlier: true,
  groupBy: "",
  band: "std",
  colourBy: "",
  xLimits: [null, null],
  yLimits: [null, null],
};

const chart = (more: Partial<ChartSpec> = {}): Question => ({ kind: "chart", chart: { ...CHART, ...more } });
const table = (columns: readonly string[], column: string): Question => ({
  kind: "table",
  table: { runs: CHART.runs, columns, sort: { column, isDescending: true } },
});

let folder: string;
let database: Database;
let store: Store;
let clock: number;
let request: ReturnType<typeof served>["ask"];
let shelf: Reports;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-reports-"));
  clock = 1_700_000_000;
  store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
  await open();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const LOGS: readonly RunLog[] = [1, 2, 3].map((place) =>
  toRun(
    `a/lr${10 ** -place}`,
    {
      "train/loss": followLaw(withNoise(decayTo(0.2 * place, 300 * place), 0.01, place), { to: 2000 }),
      "dev/acc": followLaw(
        withNoise((step) => 0.9 - 0.1 * place - 0.5 * Math.exp(-step / 300), 0.003, place),
        {
          to: 2000,
          every: 100,
        },
      ),
    },
    { lr: 10 ** -place, batch_size: 64 },
  ),
);

async function open(): Promise<void> {
  const path = join(folder, "tuneboard.db");
  database = await openDatabase(path);
  shelf = new Reports(database, path, { id: "here", paths: ["/logs"] }, () => clock);
  const engine = {
    now: () => clock,
    study: async <Answer>(think: (basis: StudyBasis) => Parts<Answer>) =>
      finish(think({ logs: LOGS, options: {}, answer: advise(LOGS) })),
    reports: async () => shelf,
    reportViewer: () => ({ code: 'show("<\\/script>")', codeHash: "sha256-x", style: "p{}" }),
  };
  request = served({ store, engine }).ask;
}

/** Points are appended: a run grows. */
function log(name: string, values: readonly number[], hparams: Readonly<Record<string, number | string>> = {}): void {
  const run = store.ensureRun("logs", name);
  const from = run.series("loss")?.length ?? 0;
  const steps = Int32Array.from(values, (_, at) => from + at);
  const series = {
    length: values.length,
    steps,
    wallTimes: Float64Array.from(steps, (step) => 1_690_000_000 + step),
    values: Float64Array.from(values),
  };
  store.appendPoints(run, "events", [{ tag: "loss", series }]);
  store.describeFile(run, "events", {
    problems: [],
    facts: { hparams, ending: null },
    format: null,
    writtenAt: null,
    origin: null,
    startedAt: 1_690_000_000,
  });
}

const send = async (method: string, path: string, body?: unknown): Promise<Response> =>
  request(`/api/reports${path === "/" ? "" : path}`, {
    method,
    headers: AS_OWNER,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function read<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await send(method, path, body);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return answer.json();
}

const ask = (question: Question): Promise<BlockData> => read("POST", "/data", { question, language: "en" });

const text = (more: Partial<ReportText> = {}): ReportText => ({
  title: "Sweep 3",
  author: "Ada",
  language: "en",
  blocks: [],
  ...more,
});

const numbersIn = (data: BlockData): Record<string, number[]> => {
  if (data.kind !== "chart") throw new Error("no chart");
  const names = new Map(data.lines.map(({ id, name }) => [id, name]));
  return Object.fromEntries(
    [...(curvesOf(data).get("loss") ?? [])].map(([id, { values }]) => [names.get(id) ?? id, [...values]]),
  );
};

describe("what a block shows", () => {
  it("is every value as it was logged, of the runs that a pattern and conditions find", async () => {
    log("a/x", [0.1, 1 / 3, Number.NaN, Math.PI], { lr: 0.1 });
    log("a/y", [5, 6], { lr: 0.2 });
    log("b/x", [7, 8], { lr: 0.1 });
    const runs = { kind: "matching", pattern: "^A/", where: "lr<0.15" } as const;
    expect(numbersIn(await ask(chart({ runs })))).toEqual({ "a/x": [0.1, 1 / 3, Number.NaN, Math.PI] });
  });

  it("names colours by what its author saw, whatever runs came first", async () => {
    log("a", [1]);
    log("b", [2]);
    const data = await ask(chart({ runs: { kind: "named", names: ["b"], ordinals: [5] } }));
    expect(data.kind === "chart" && data.lines.map(({ name, ink }) => [name, ink])).toEqual([
      ["b", { kind: "palette", place: 5 }],
    ]);
  });

  it("is a table in the order that was asked for, with runs that say nothing last", async () => {
    log("a", [3, 1], { lr: 0.1 });
    log("b", [4, 2], { lr: 0.2 });
    log("c", [Number.NaN]);
    const data = await ask(table(["setting:lr", "max:loss", "last:loss"], "max:loss"));
    expect(data.kind === "table" && data.rows.map(({ run, cells }) => [run, ...cells])).toEqual([
      ["b", 0.2, 4, 2],
      ["a", 0.1, 3, 1],
      ["c", null, "NaN", "NaN"],
    ]);
  });

  it("is one rule's answer on a sweep, with its picture", async () => {
    const data = await ask({ kind: "advice", advice: { sweep: null, title: "", rule: "learning-rate" } });
    expect(data.kind === "advice" && data.blocks.map(({ kind }) => kind)).toContain("figure");
    expect(JSON.stringify(data)).toContain("Train at learning rate 0.1");
    expect(JSON.stringify(data)).not.toContain("Training length");
  });

  it.each([
    [{ kind: "matching", pattern: "(", where: "" }, "broken"],
    [{ kind: "matching", pattern: "(a+)+$", where: "" }, "slow"],
    [{ kind: "matching", pattern: "", where: "nothing>1" }, "broken"],
    [{ kind: "matching", pattern: "z", where: "" }, "no runs"],
    [{ kind: "named", names: ["gone"], ordinals: [0] }, "no runs"],
  ] as const)("says why it is empty: %j is %s", async (runs, kind) => {
    log("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", [1]);
    expect((await ask(chart({ runs }))).shortfall?.kind).toBe(kind);
  });
});

/** Freezes the answer to `question` in a new report. */
async function frozenReport(question: Question): Promise<Report> {
  const frozen = await read<{ id: string; at: number }>("POST", "/frozen", { question, language: "en" });
  return read("POST", "/", text({ blocks: [{ id: "b1", caption: "", frozen, ...question }] }));
}

const frozenData = async ({ blocks: [block] }: Report): Promise<ChartData> =>
  read("GET", `/frozen/${block.kind === "text" ? "" : block.frozen?.id}`);

describe("a frozen block", () => {
  it("never changes: not when its logs grow, not when they are deleted, not when the engine starts again", async () => {
    log("a", [1, 2, 3]);
    const report = await frozenReport(chart());
    const before = JSON.stringify(await frozenData(report));
    log("a", [4, 5]);
    log("new", [9]);
    clock += 100;
    expect(JSON.stringify(await frozenData(report))).toBe(before);
    database.close();
    store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
    await open();
    expect(JSON.stringify(await frozenData(await read("GET", `/${report.id}`)))).toBe(before);
    expect(numbersIn(JSON.parse(before))).toEqual({ a: [1, 2, 3] });
    expect(numbersIn(await ask(chart()))).toEqual({});
  });

  it("is not believed where its data were never stored", async () => {
    const frozen = { id: "made-up", at: 1 };
    const answer = await send("POST", "/", text({ blocks: [{ id: "b1", caption: "", frozen, ...chart() }] }));
    expect(answer.status).toBe(400);
  });

  it("outlives clearing as long as a report shows it, and goes a month after the last one did", async () => {
    log("a", [1]);
    const report = await frozenReport(chart());
    clock += 40 * 86_400;
    shelf.clear();
    expect(numbersIn(await frozenData(report))).toEqual({ a: [1] });
    await read("DELETE", `/${report.id}`);
    shelf.clear();
    expect(numbersIn(await frozenData(report))).toEqual({ a: [1] });
    clock += 31 * 86_400;
    shelf.clear();
    const [block] = report.blocks;
    expect(block.kind !== "text" && shelf.frozen(block.frozen?.id ?? "")).toBeNull();
  });
});

describe("a report", () => {
  it("is not overwritten by somebody who had not seen its last version", async () => {
    const report = await read<Report>("POST", "/", text());
    const hers = await read<Report>("PUT", `/${report.id}`, { version: 1, text: text({ title: "hers" }) });
    const his = await send("PUT", `/${report.id}`, { version: 1, text: text({ title: "his" }) });
    expect([his.status, (await his.json()).is.title]).toEqual([409, "hers"]);
    expect((await read<Report>("GET", `/${report.id}`)).version).toBe(hers.version);
  });

  it("that was deleted is not listed, and can be had back as it was", async () => {
    const report = await read<Report>("POST", "/", text({ blocks: [{ id: "t", kind: "text", text: "# Hello" }] }));
    await read("DELETE", `/${report.id}`);
    expect(await read("GET", "/")).toEqual({ reports: [] });
    expect((await send("GET", `/${report.id}`)).status).toBe(404);
    await read("POST", `/${report.id}/restore`);
    expect(await read("GET", `/${report.id}`)).toEqual(report);
  });

  it("that cannot be read hides no other, stays where it is, and keeps all stored data", async () => {
    log("a", [1]);
    const other = await frozenReport(chart());
    await read("DELETE", `/${other.id}`);
    const report = await read<Report>("POST", "/", text());
    const broken = "INSERT INTO reports VALUES ('later', 'here', '[]', 1, 0, '', 0, '', NULL, '{\"title\":{}}')";
    database.prepare(broken).run();
    expect((await read<ReportsAnswer>("GET", "/")).reports.map(({ id }) => id)).toEqual([report.id]);
    clock += 40 * 86_400;
    shelf.clear();
    expect(numbersIn(await frozenData(other))).toEqual({ a: [1] });
    expect(database.prepare("SELECT id FROM reports WHERE id = 'later'").all()).toHaveLength(1);
  });

  it("is changed and deleted by who wrote it and by launchers; other viewers may copy it", async () => {
    const access = accessOf();
    const asks = (name: string, role: "viewer" | "launcher") => {
      access.people.addUser(name, role);
      const { secret } = access.people.make({ kind: "token", person: name, lastsSecs: null });
      const headers = { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" };
      const { ask } = served({ store, engine: { reports: async () => shelf }, access });
      return (method: string, path: string, body: unknown) =>
        ask(`/api/reports${path}`, { method, headers, body: JSON.stringify(body) });
    };
    const [bob, eve, mia] = [asks("bob", "viewer"), asks("eve", "viewer"), asks("mia", "launcher")];
    const report: Report = await (await bob("POST", "", text())).json();
    expect(report.createdBy).toBe("bob");
    const path = `/${report.id}`;
    const status = async (of: typeof bob, ...asked: Parameters<typeof bob>): Promise<number> =>
      (await of(...asked)).status;
    expect(await status(eve, "PUT", path, { version: 1, text: text() })).toBe(403);
    expect(await status(eve, "DELETE", path, {})).toBe(403);
    expect(await status(eve, "POST", "", text())).toBe(200);
    expect(await status(bob, "PUT", path, { version: 1, text: text() })).toBe(200);
    expect(await status(mia, "PUT", path, { version: 2, text: text() })).toBe(200);
    expect((await read<Report>("GET", path)).changedBy).toBe("mia");
  });

  it.each([
    [{ title: 1 }, "title"],
    [text({ blocks: [{ id: "../x", kind: "text", text: "" }] }), "id"],
    [
      text({
        blocks: [
          { id: "a", kind: "text", text: "" },
          { id: "a", kind: "text", text: "" },
        ],
      }),
      "one id",
    ],
  ])("that is none is refused in words: %j", async (body, word) => {
    const answer = await send("POST", "/", body);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(word)]);
  });
});

const HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";

describe("an exported report", () => {
  it("carries what the screen would show, frozen as it was and live as it is", async () => {
    log("a", [1, 2]);
    const frozen = await read<{ id: string; at: number }>("POST", "/frozen", { question: chart(), language: "en" });
    log("a", [3]);
    const blocks = [
      { id: "then", caption: "", frozen, ...chart() },
      { id: "now", caption: "", frozen: null, ...chart() },
    ];
    const report = await read<Report>("POST", "/", text({ blocks }));
    const page = await (await send("GET", `/${report.id}/export?format=html`)).text();
    const payload = /<script type="text\/plain"[^>]*>([^<]*)<\/script>/.exec(page)?.[1] ?? "";
    const { data } = JSON.parse(gunzipSync(Buffer.from(payload, "base64")).toString());
    expect(data.map(([id, one]: [string, BlockData]) => [id, numbersIn(one)])).toEqual([
      ["then", { a: [1, 2] }],
      ["now", { a: [1, 2, 3] }],
    ]);
  });

  it("holds no script but its own, whatever runs, tags and texts are called", async () => {
    log(HOSTILE, [1, 2]);
    const blocks = [
      { id: "t", kind: "text" as const, text: `${HOSTILE}\n\n[x](javascript:alert(3))` },
      { id: "c", caption: HOSTILE, frozen: null, ...chart({ title: HOSTILE }) },
      { id: "r", caption: "", frozen: null, ...table(["last:loss"], "name") },
    ];
    const report = await read<Report>("POST", "/", text({ title: HOSTILE, author: HOSTILE, blocks }));
    const page = await (await send("GET", `/${report.id}/export?format=html`)).text();
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toMatch(/<img/);
    expect(page).toContain(`script-src 'sha256-x'`);
    const zip = await (await send("GET", `/${report.id}/export?format=md`)).arrayBuffer();
    const files = unzipSync(new Uint8Array(zip));
    expect(Object.keys(files)).toEqual(["report.md", "pictures/1.svg"]);
    const markdown = new TextDecoder().decode(files["report.md"]);
    expect(markdown).not.toMatch(/<(script|img)/i);
    expect(markdown).not.toMatch(/[^\\]\]\(javascript/);
    expect(new TextDecoder().decode(files["pictures/1.svg"])).not.toMatch(/<(script|img)/i);
  });

  it("is the same to the byte for the same report", async () => {
    log("a", [1, 2]);
    const report = await frozenReport(chart());
    const data = new Map([["b1", await frozenData(report)]]);
    const write = () => exportReport("md", report, data, () => ({ code: "", codeHash: "", style: "" })).bytes;
    expect(write()).toEqual(write());
  });

  it("has the numbers and the words of its language in Markdown", async () => {
    log("a", [1, 0.25]);
    const blocks = [{ id: "c", caption: "", frozen: null, ...chart() }];
    const report = await read<Report>("POST", "/", text({ language: "zh", blocks }));
    const files = unzipSync(new Uint8Array(await (await send("GET", `/${report.id}/export?format=md`)).arrayBuffer()));
    const markdown = new TextDecoder().decode(files["report.md"]);
    expect(markdown).toContain("| a | 0.25 | 1 | 0.25 | 1 |");
    expect(markdown).toContain("作者：Ada");
    expect(markdown).toContain("![loss](pictures/1.svg)");
  });
});
