/** The schema that editors get, and the example that people copy. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readPlan } from "./plan-file.ts";
import { PlanShape } from "./plan-schema.ts";
import { planSweep } from "./sweep.ts";

const docs = (file: string) => fileURLToPath(new URL(`../../../docs/${file}`, import.meta.url));

describe("docs/tuneboard.schema.json", () => {
  it("is the schema that plans are read with; `npx vitest run lib/launcher/plans/plan-schema.test.ts -u` writes it anew", async () => {
    const schema = { title: "tuneboard.yaml", ...z.toJSONSchema(PlanShape, { io: "input" }) };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(docs("tuneboard.schema.json"));
  });
});

describe("the example in docs/launching.md", () => {
  it("is a plan whose sweeps can be started", async () => {
    const text = await readFile(docs("launching.md"), "utf8");
    expect(text).toContain((await readFile(docs("../fixtures/plans/tuneboard.yaml"), "utf8")).trim());
    const read = await readPlan(docs("../fixtures/plans/tuneboard.yaml"));
    expect(read).toMatchObject({ kind: "plan" });
    if (read.kind !== "plan") return;
    const counts = [...read.plan.sweeps].map(([name, sweep]) => {
      const project = read.plan.projects.get(sweep.project);
      const planned = project === undefined ? null : planSweep(project, sweep);
      return [name, planned?.kind === "trials" ? planned.trials.length : planned];
    });
    expect(Object.fromEntries(counts)).toEqual({ rates: 6, "batch-and-momentum": 24 });
  });
});
