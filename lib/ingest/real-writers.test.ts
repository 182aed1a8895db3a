/** Runs that real libraries wrote, against what the training itself noted before any logger saw it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { open, points } from "../../fixtures/builders/opened-logs.ts";

const folder = new URL("../../fixtures/textlogs/lightning/", import.meta.url);

it.each([
  { logger: "CSVLogger", run: "csv/lr0.1", precision: (value: number) => value },
  { logger: "TensorBoardLogger", run: "tensorboard/lr0.1", precision: Math.fround },
])("Lightning's $logger: every point of the training's own ledger, and its settings", async ({ run, precision }) => {
  const ledger: { steps: Record<string, [number, number][]>; hparams: Record<string, number> } = JSON.parse(
    readFileSync(new URL("ledger.json", folder), "utf8"),
  );
  const store = await open(fileURLToPath(folder), false);
  for (const [tag, noted] of Object.entries(ledger.steps)) {
    expect(points(store, run, tag)).toEqual(noted.map(([step, value]) => [step, precision(value)]));
  }
  const found = store.runs().find(({ name }) => name === run);
  expect(found?.hparams()).toEqual(ledger.hparams);
  expect(found?.problems()).toEqual([]);
});
