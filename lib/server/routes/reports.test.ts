import { describe, expect, it } from "vitest";
import { accessOf } from "../../../fixtures/builders/access.ts";
import {
  ask,
  atDesk,
  chart,
  frozenData,
  frozenReport,
  log,
  numbersIn,
  read,
  send,
  startAgain,
  table,
  text,
} from "../../../fixtures/builders/reports.ts";
import { served } from "../../../fixtures/builders/served.ts";
import type { BlockData, Report, ReportsAnswer } from "../../report/parts.ts";
import { adviceIn } from "../../report/said-advice.ts";

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
    if (data.kind !== "advice") throw new Error("no advice");
    expect(adviceIn(data, "en").map(({ kind }) => kind)).toContain("figure");
    expect(JSON.stringify(adviceIn(data, "en"))).toContain("Train at learning rate 0.1");
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

describe("a frozen block", () => {
  it("never changes: not when its logs grow, not when they are deleted, not when the engine starts again", async () => {
    log("a", [1, 2, 3]);
    const report = await frozenReport(chart());
    const before = JSON.stringify(await frozenData(report));
    log("a", [4, 5]);
    log("new", [9]);
    atDesk().clock += 100;
    expect(JSON.stringify(await frozenData(report))).toBe(before);
    await startAgain();
    expect(JSON.stringify(await frozenData(await read("GET", `/${report.id}`)))).toBe(before);
    expect(numbersIn(JSON.parse(before))).toEqual({ a: [1, 2, 3] });
    expect(numbersIn(await ask(chart()))).toEqual({});
  });

  it("of advice is told in either language, also one that older versions stored in one alone", async () => {
    const question = { kind: "advice", advice: { sweep: null, title: "", rule: "learning-rate" } } as const;
    const data: BlockData = JSON.parse(JSON.stringify(await frozenData(await frozenReport(question))));
    if (data.kind !== "advice") throw new Error("no advice");
    const [en, zh] = [JSON.stringify(adviceIn(data, "en")), JSON.stringify(adviceIn(data, "zh"))];
    expect(en).toContain("Train at learning rate 0.1");
    expect(en).not.toMatch(/[\u4e00-\u9fff]/);
    expect(zh).toContain("学习率");
    expect(zh).not.toContain("Train at learning rate");
    const blocks = [{ kind: "paragraph", text: "as it was", isStrong: false }] as const;
    expect(adviceIn({ kind: "advice", at: 0, shortfall: null, advice: question.advice, blocks }, "zh")).toBe(blocks);
  });

  it("is not believed where its data were never stored", async () => {
    const frozen = { id: "made-up", at: 1 };
    const answer = await send("POST", "/", text({ blocks: [{ id: "b1", caption: "", frozen, ...chart() }] }));
    expect(answer.status).toBe(400);
  });

  it("outlives clearing as long as a report shows it, and goes a month after the last one did", async () => {
    log("a", [1]);
    const report = await frozenReport(chart());
    atDesk().clock += 40 * 86_400;
    atDesk().shelf.clear();
    expect(numbersIn(await frozenData(report))).toEqual({ a: [1] });
    await read("DELETE", `/${report.id}`);
    atDesk().shelf.clear();
    expect(numbersIn(await frozenData(report))).toEqual({ a: [1] });
    atDesk().clock += 31 * 86_400;
    atDesk().shelf.clear();
    const [block] = report.blocks;
    expect(block.kind !== "text" && atDesk().shelf.frozen(block.frozen?.id ?? "")).toBeNull();
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
    expect(await read("GET", "/")).toEqual({ reports: [], unreadable: [] });
    expect((await send("GET", `/${report.id}`)).status).toBe(404);
    await read("POST", `/${report.id}/restore`);
    expect(await read("GET", `/${report.id}`)).toEqual(report);
  });

  it("that cannot be read is said, hides no other, stays where it is, and keeps all stored data", async () => {
    log("a", [1]);
    const other = await frozenReport(chart());
    await read("DELETE", `/${other.id}`);
    const report = await read<Report>("POST", "/", text());
    const broken = "INSERT INTO reports VALUES ('later', 'here', '[]', 1, 0, '', 0, '', NULL, '{\"title\":{}}')";
    atDesk().database.prepare(broken).run();
    const { reports, unreadable } = await read<ReportsAnswer>("GET", "/");
    expect([reports.map(({ id }) => id), unreadable]).toEqual([[report.id], ["later"]]);
    const answer = await send("GET", "/later");
    expect([answer.status, (await answer.json()).error]).toEqual([404, expect.stringContaining("It is kept as it is")]);
    atDesk().clock += 40 * 86_400;
    atDesk().shelf.clear();
    expect(numbersIn(await frozenData(other))).toEqual({ a: [1] });
    expect(atDesk().database.prepare("SELECT id FROM reports WHERE id = 'later'").all()).toHaveLength(1);
  });

  it("is changed and deleted by who wrote it and by launchers; other viewers may copy it", async () => {
    const access = accessOf();
    const asks = (name: string, role: "viewer" | "launcher") => {
      access.people.addUser(name, role);
      const { secret } = access.people.make({ kind: "token", person: name, lastsSecs: null });
      const headers = { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" };
      const { ask } = served({ store: atDesk().store, engine: { reports: async () => atDesk().shelf }, access });
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
