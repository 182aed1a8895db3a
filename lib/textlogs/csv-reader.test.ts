import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Found, readLog, values } from "../../fixtures/textlogs/read-log.ts";
import { saysNothing } from "../core/log-reader.ts";
import { CsvReader } from "./csv-reader.ts";

const WRITERS = new URL("../../fixtures/writers/", import.meta.url);
const read = (content: string | Uint8Array): Found => readLog(new CsvReader(), content);

type ExpectedPoints = readonly (readonly [number, number | string])[];
interface ExpectedFiles {
  readonly files: Record<string, { readonly series: Record<string, ExpectedPoints> }>;
}

/** What the libraries themselves logged into each CSV file of the fixtures. */
const files = ["lightning", "keras"].flatMap((writer) => {
  const { files }: ExpectedFiles = JSON.parse(readFileSync(new URL(`${writer}/expected.json`, WRITERS), "utf8"));
  return Object.entries(files).map(([file, { series }]) => ({ file: `${writer}/${file}`, series }));
});

describe("files that real libraries wrote", () => {
  it.each(files)("$file reads as its library wrote it", ({ file, series }) => {
    const found = read(readFileSync(new URL(file, WRITERS)));
    const present = Object.entries(series)
      .map(([tag, points]) => [tag, points.filter(([, value]) => value !== "NA").map(([x, y]) => [x, Number(y)])])
      .filter(([, points]) => points.length > 0);
    expect(values(found)).toEqual(Object.fromEntries(present));
    expect(found.problems).toEqual([]);
    expect(found.reader.startedAt).toBe(null);
  });

  it("reads a sparse table with CRLF as its author lists it", () => {
    const expected: Record<string, { series: Record<string, number[][]> }> = JSON.parse(
      readFileSync(new URL("textlogs/expected.json", WRITERS), "utf8"),
    );
    const found = read(readFileSync(new URL("textlogs/sparse.csv", WRITERS)));
    expect(values(found)).toMatchObject(expected["sparse.csv"].series);
  });
});

describe("columns", () => {
  it.each([
    { text: "step,acc\n1,87.3%\n2,88 %\n", because: "a percent sign" },
    { text: "step;acc\n1;87,3%\n2;88,0 %\n", because: "a percent sign behind a decimal comma" },
  ])("reads $because as it is printed", ({ text }) => {
    expect(values(read(text)).acc).toEqual([
      [1, 87.3],
      [2, 88],
    ]);
  });
  it.each([
    { text: "epoch,loss\n0,9\n1,8\n", counts: true, because: "epochs are all there is" },
    { text: "epoch,step,loss\n0,0,9\n0,1,8\n", counts: undefined, because: "there are steps" },
    { text: "step,loss\n0,9\n", counts: undefined, because: "nothing names an epoch" },
    { text: "epoch,loss\n0,9\nepoch,step,loss\n1,30,8\n", counts: false, because: "steps came later" },
  ])("says whether points stand at epochs: $because", ({ text, counts }) => {
    const { reader } = read(text);
    expect(reader.facts.countsEpochs).toBe(counts);
    expect(saysNothing(reader.facts)).toBe(counts !== true);
  });
  it.each([
    { header: "epoch,iter,step,loss", row: "1,2,3,9", x: 3, because: "step before iter before epoch" },
    { header: "epoch,iter,loss", row: "1,2,9", x: 2, because: "iter before epoch" },
    { header: "epoch,loss", row: "1.5,9", x: 1.5, because: "an epoch alone is the x" },
    { header: "Wall time,Step,loss", row: "1700000000.5,7,9", x: 7, because: "TensorBoard's own export" },
    { header: "# step;loss", row: "4;9", x: 4, because: "a commented header and semicolons" },
    { header: "Step\tloss", row: "4\t9", x: 4, because: "tabs" },
    { header: '"step","loss"', row: '"4","9"', x: 4, because: "quotes" },
    {
      header: "time/fps,time/total_timesteps,loss",
      row: "90,2048,9",
      x: 2048,
      because: "Stable-Baselines3's progress.csv",
    },
    { header: "loss,training_iteration,timesteps_total", row: "9,3,1200", x: 1200, because: "RLlib's progress.csv" },
    { header: "trainer/global_step,_step,loss", row: "30,1,9", x: 30, because: "the global step before any other" },
  ])("$header has its x at $x: $because", ({ header, row, x }) => {
    expect(values(read(`${header}\n${row}\n`)).loss).toEqual([[x, 9]]);
  });

  it("takes wall times from numbers and dates, and only from those that can be ones", () => {
    const found = read("step,time,loss\n1,0.3,9\n2,1700000000,8\n3,1700000001500,7\n4,2023-11-14T22:13:22Z,6\n");
    expect(found.points.loss.map(([, , time]) => time)).toEqual([NaN, 1700000000, 1700000001.5, 1700000002]);
    expect(values(found).time).toEqual([[1, 0.3]]);
    expect(found.reader.startedAt).toBe(1700000000);
  });

  it("steps that begin anew in every epoch are added up", () => {
    const rows = ["0,0,9", "0,1,8", "1,0,7", "1,1,6", "2,0,5"].join("\n");
    expect(values(read(`epoch,step,loss\n${rows}\n`)).loss.map(([x]) => x)).toEqual([0, 1, 2, 3, 4]);
  });

  it("a header may come again with other columns", () => {
    const found = read("step,loss\n1,9\nstep,loss,top1\n2,8,0.5\ntop1,step\n0.6,3\n");
    expect(values(found)).toEqual({
      loss: [
        [1, 9],
        [2, 8],
      ],
      top1: [
        [2, 0.5],
        [3, 0.6],
      ],
    });
    expect(found.problems).toEqual([]);
  });

  it("reads 5,000 columns", () => {
    const names = Array.from({ length: 5000 }, (_, i) => `m${i}`);
    const found = read(`step,${names.join(",")}\n1,${names.map((_, i) => i).join(",")}\n`);
    expect(values(found).m4999).toEqual([[1, 4999]]);
    expect(Object.keys(found.points)).toHaveLength(5000);
  });

  it("tells columns of one name apart, and leaves out those without a name", () => {
    expect(values(read(",step,a,a\n0,1,2,3\n"))).toEqual({ a: [[1, 2]], "a.1": [[1, 3]] });
  });
});

describe("cells", () => {
  it.each([
    { cell: "nan", value: NaN },
    { cell: "inf", value: Infinity },
    { cell: "-Infinity", value: -Infinity },
    { cell: " 1e-3 ", value: 0.001 },
    { cell: '"0,5"', value: 0.5 },
    { cell: '"1,234,567.5"', value: 1234567.5 },
    { cell: ".5", value: 0.5 },
  ])("$cell is $value", ({ cell, value }) => {
    expect(read(`step,a\n1,${cell}\n`).points.a[0][1]).toBe(value);
  });

  it.each(["", "NA", "None", "-", "12px", "0x10", "1e", "1.2.3"])("%j is no point", (cell) => {
    expect(read(`step,a\n1,${cell}\n`).points).toEqual({});
  });

  it("behind semicolons the comma is a decimal point", () => {
    expect(values(read("step;loss\n1;0,5\n2;1.234,5\n3;1,234\n")).loss).toEqual([
      [1, 0.5],
      [2, 1234.5],
      [3, 1.234],
    ]);
  });

  it("a quoted cell may hold line ends, delimiters and quotes", () => {
    const found = read('step,note,loss\n1,"a, ""b""\nc\r\nd",9\n2,x,8\n');
    expect(values(found).loss).toEqual([
      [1, 9],
      [2, 8],
    ]);
    expect(found.problems).toEqual([]);
  });

  it.each([
    { row: '1,"oops,9', because: "a quote that is never closed" },
    { row: '1,5" disk,9', because: "a quote inside a cell" },
    { row: '1,"a"b,9', because: "text behind a closing quote" },
  ])("$because costs no other row", ({ row }) => {
    const rest = Array.from({ length: 40 }, (_, i) => `${i + 2},x,8`);
    expect(values(read(`step,note,loss\n${row}\n${rest.join("\n")}\n`)).loss.slice(-40)).toHaveLength(40);
  });
});

describe("damaged rows", () => {
  it("counts rows of another width, and reads no cell that may have moved", () => {
    const found = read("step,a,b\n1,2,3\n2,3\n3,0.512,4,5\n4,5,6,\n");
    expect(values(found)).toEqual({
      a: [
        [1, 2],
        [2, 3],
        [4, 5],
      ],
      b: [
        [1, 3],
        [4, 6],
      ],
    });
    expect(found.reader.problems().map(({ text }) => text)).toEqual([
      "1 row with fewer cells than the header read in part, at line 3.",
      "1 row with more cells than the header left out, at line 4.",
    ]);
  });

  it("a table without steps is counted, not read", () => {
    expect(read("name,size\na,1\nb,2\n").problems).toEqual([["without a header", 3]]);
  });

  it("reads through a byte order mark and NULs", () => {
    expect(values(read("\ufeffstep,a\r\n1,2\r\n\0\0\0\x002,3\r\n")).a).toHaveLength(2);
  });

  it("passes over a row of 2 MiB", () => {
    const text = `step,a\n1,${"x".repeat(2 ** 21)}\n2,3\n`;
    for (const at of [[], [2 ** 20 + 9], [100, 2 ** 21 - 5]]) {
      const found = readLog(new CsvReader(), text, { at });
      expect([values(found), found.problems]).toEqual([{ a: [[2, 3]] }, [["line over the limit", 1]]]);
    }
  });
});

describe("a file that grows", () => {
  const cell = fc.oneof(
    fc.double().map(String),
    fc.nat(30).map(String),
    fc.constantFrom("", "NA", '"1,5"', '"a\nb"', '"', 'x"y', "é", "step", "\0", '""', '"q""q"'),
  );
  const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(","));

  it("gives the same points wherever it is cut and whoever goes on", () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 30 }),
        fc.array(fc.nat(600)),
        fc.constantFrom("\n", "\r\n"),
        (rows, at, eol) => {
          const text = ["epoch,step,a,b", ...rows, "9,9,9,9", ...Array(20).fill("1,2,3,4")].join(eol) + eol;
          const whole = readLog(new CsvReader(), text);
          for (const resume of [undefined, CsvReader.resume]) {
            const pieces = readLog(new CsvReader(), text, { at, ...(resume && { resume }) });
            expect(pieces.points).toEqual(whole.points);
            expect(pieces.reader.problems()).toEqual(whole.reader.problems());
          }
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it("the last row counts without a line end once the file is silent", () => {
    const reader = new CsvReader();
    const bytes = new TextEncoder().encode("step,a\n1,2\n2,3");
    const done = reader.read(bytes, bytes.length, 0);
    reader.isSilent = true;
    reader.read(bytes.slice(done), bytes.length - done, done);
    expect(reader.pending()[0].series.length).toBe(2);
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        read(new Uint8Array([...new TextEncoder().encode("step,a\n"), ...bytes]));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("takes time linear in hostile rows of 1 MiB", () => {
    const size = 1024 * 1024 - 100;
    const hostile = ['"', ",", '",', '""', "1,", "9", "; ", '"\n'].map((unit) =>
      unit.repeat(Math.floor(size / unit.length)),
    );
    read(`step,a\n${hostile.join("\n")}\n`);
  }, 240_000); // quadratic time would take half an hour: the limit tells the two apart on any machine
});
