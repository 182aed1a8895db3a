import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./freshness.mjs";
import { kernelText } from "./kernel.mjs";

it("the assembled kernel is the one that its source describes", async () => {
  expect(readFileSync(join(root, "lib/tfevents/scalar-kernel-binary.ts"), "utf8")).toBe(await kernelText());
});
