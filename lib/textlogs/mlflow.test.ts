import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Found, readLog, values } from "../../fixtures/textlogs/read-log.ts";
import { MlflowReader } from "./mlflow.ts";

const read = (content: string): Found => readLog(new MlflowReader("val/acc"), content);

describe("a metric's file", () => {
  it("has a time, a value and a step a line, and its tag from its path", () => {
    const found = read("1700000000250 0.5 0\n1700000001250 nan 10\n1700000002250 -inf 20\n");
    expect(found.points).toEqual({
      "val/acc": [
        [0, 0.5, 1700000000.25],
        [10, NaN, 1700000001.25],
        [20, -Infinity, 1700000002.25],
      ],
    });
    expect(found.reader.startedAt).toBe(1700000000.25);
  });

  it("of an early version, without steps, stands at step 0", () => {
    expect(values(read("1530000000 0.5\n"))).toEqual({ "val/acc": [[0, 0.5]] });
  });

  it.each([
    "hello",
    "1700000000250 x 1",
    "1700000000250",
    "1 2 3 4",
    "1700000000250 1 nan",
    "\ufffd\ufffd 1 2",
  ])("counts %j as damage", (line) => {
    const found = read(`1700000000250 0.5 0\r\n${line}\n\n1700000000250 0.5 1\n`);
    expect(values(found)["val/acc"]).toHaveLength(2);
    expect(found.reader.problems()[0].text).toBe("1 line without time, value and step left out, at line 2.");
  });

  it("gives the same points wherever it is cut and whoever goes on", () => {
    const line = fc.oneof(
      fc.tuple(fc.nat(), fc.double(), fc.integer()).map(([time, value, step]) => `${1.7e12 + time} ${value} ${step}`),
      fc.constantFrom("junk", "", "1700000000000 NaN 3\r", "é"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.array(fc.nat(400)), (lines, at) => {
        const text = lines.map((one) => `${one}\n`).join("");
        const whole = read(text);
        for (const resume of [undefined, MlflowReader.resume]) {
          const pieces = readLog(new MlflowReader("val/acc"), text, { at, ...(resume && { resume }) });
          expect(pieces.points).toEqual(whole.points);
          expect(pieces.reader.problems()).toEqual(whole.reader.problems());
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
