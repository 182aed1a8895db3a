import { describe, expect, it } from "vitest";
import { keysInSources, placeholders } from "../../fixtures/builders/text-keys.ts";
import { zh as adviceZh } from "../advisor/zh.ts";
import { zh } from "./zh.ts";

const FOLDERS = ["./", "./executors/", "./shim/", "../server/", "../server/routes/"].map(
  (folder) => new URL(folder, import.meta.url),
);

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
});
