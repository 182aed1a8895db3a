import { describe, expect, it } from "vitest";
import { parseMlflowMeta, parseMlflowParam } from "./mlflow-records.ts";

it.each([
  { text: "0.1", value: 0.1 },
  { text: "64\n", value: 64 },
  { text: "adam", value: "adam" },
  { text: "True", value: true },
  { text: "nan", value: "nan" },
  { text: "", value: "" },
])("a parameter written as $text is $value", ({ text, value }) => {
  expect(parseMlflowParam(text)).toBe(value);
});

describe("the record of a run", () => {
  it.each([
    {
      text: "run_name: bold-cat\nstatus: 3\nstart_time: 1700000000250\n",
      record: { name: "bold-cat", ending: "finished", startedAt: 1700000000.25 },
    },
    { text: "name: ''\nstatus: FAILED\n", record: { name: null, ending: "failed", startedAt: null } },
    { text: "status: 5\n", record: { name: null, ending: "failed", startedAt: null } },
    { text: "status: 1\n", record: { name: null, ending: null, startedAt: null } },
    { text: "- 1\n", record: null },
    { text: "a: [", record: null },
  ])("$text", ({ text, record }) => {
    expect(parseMlflowMeta(text)).toEqual(record);
  });
});
