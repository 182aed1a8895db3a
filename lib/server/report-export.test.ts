import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import {
  chart,
  frozenData,
  frozenReport,
  log,
  numbersIn,
  read,
  send,
  table,
  text,
} from "../../fixtures/builders/reports.ts";
import type { BlockData, Report } from "../report/parts.ts";
import { exportReport } from "./report-export.ts";

const HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";

describe("an exported report", () => {
  it("carries what the screen would show, frozen as it was and live as it is", async () => {
    log("a", [1, 2]);
    const frozen = await read<{ id: string; at: number }>("POST", "/frozen", { question: chart() });
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

  it("of advice is in its report's language, and in no other", async () => {
    const advice = { kind: "advice", advice: { sweep: null, title: "", rule: "learning-rate" } } as const;
    const blocks = [{ id: "a", caption: "", frozen: null, ...advice }];
    const report = await read<Report>("POST", "/", text({ language: "zh", blocks }));
    const page = await (await send("GET", `/${report.id}/export?format=html`)).text();
    const payload = /<script type="text\/plain"[^>]*>([^<]*)<\/script>/.exec(page)?.[1] ?? "";
    const { data } = JSON.parse(gunzipSync(Buffer.from(payload, "base64")).toString());
    expect(Object.keys(data[0][1].said)).toEqual(["zh"]);
    const files = unzipSync(new Uint8Array(await (await send("GET", `/${report.id}/export?format=md`)).arrayBuffer()));
    expect(new TextDecoder().decode(files["report.md"])).toContain("学习率");
  });

  it("is the same to the byte for the same report", async () => {
    log("a", [1, 2]);
    const report = await frozenReport(chart());
    const data = new Map([["b1", await frozenData(report)]]);
    const write = async () =>
      (await exportReport("md", report, data, () => ({ code: "", codeHash: "", style: "" }))).bytes;
    expect(await write()).toEqual(await write());
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
