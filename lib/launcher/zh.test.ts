import { describe, expect, it } from "vitest";
import { keysInSources, placeholders } from "../../fixtures/builders/text-keys.ts";
import { zh as adviceZh } from "../advisor/zh.ts";
import { inLanguage } from "./language.ts";
import { parsePlan } from "./plans/plan.ts";
import { zh } from "./zh.ts";

const FOLDERS = ["./", "../server/", "../notify/"].map((folder) => new URL(folder, import.meta.url));

describe("the launcher in Chinese", () => {
  const keys = keysInSources(FOLDERS);

  it("has a translation for every text in the sources", () => {
    const missing = [...keys].filter(([key]) => zh[key] === undefined).map(([key, file]) => `${file}: ${key}`);
    expect(missing).toEqual([]);
  });

  it("translates nothing that is not in the sources", () => {
    expect(Object.keys(zh).filter((key) => !keys.has(key))).toEqual([]);
  });

  it("says nothing otherwise than the advice does, whose words stand among its own", () => {
    expect(Object.keys(zh).filter((key) => adviceZh[key] !== undefined && adviceZh[key] !== zh[key])).toEqual([]);
  });

  it("keeps every placeholder", () => {
    const broken = Object.entries(zh).filter(([key, text]) => placeholders(key).join() !== placeholders(text).join());
    expect(broken).toEqual([]);
  });

  it.each([
    { is: "projects: { toy: { comand: python } }", says: ["plan:1: `projects.toy.comand` 在此处不认识。"] },
    { is: "sweeps: { rates: { project: toy } }", says: ["plan:1: 此文件中没有项目 toy。"] },
    {
      is: 'projects: { toy: { command: "python {lr} {logdir}", parameters: { lr: { type: integer, default: 0.5 } } } }',
      says: ["plan:1: 参数 lr 须为整数，而不是 0.5。"],
    },
  ])("says what is wrong with a plan, down to its parts: $is", ({ is, says }) => {
    const read = parsePlan(is, { file: "plan", directory: "/", home: "/" });
    expect(inLanguage(read, "zh")).toMatchObject({ kind: "unusable", problems: expect.arrayContaining(says) });
  });
});
