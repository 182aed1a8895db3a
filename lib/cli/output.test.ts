import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CommandFailure } from "./failure.ts";
import { openOutput } from "./output.ts";

const folder = mkdtempSync(join(tmpdir(), "tuneboard-output-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function write(path: string, parts: readonly string[]): Promise<void> {
  const output = openOutput(path);
  for (const part of parts) await output.write(part);
  await output.close();
}

const failureOf = (path: string): Promise<unknown> =>
  write(path, ["x".repeat(100_000), "x".repeat(100_000)]).then(
    () => null,
    (error: unknown) => error,
  );

describe("a file to write to", () => {
  it("holds everything when it is closed", async () => {
    const path = join(folder, "out.csv");
    const parts = Array.from({ length: 50 }, (_, i) => `${i}`.repeat(10_000));
    await write(path, parts);
    expect(readFileSync(path, "utf8")).toBe(parts.join(""));
  });

  it("that cannot be written is one sentence that names it", async () => {
    const missing = join(folder, "nowhere", "out.csv");
    const failure = await failureOf(missing);
    expect(failure).toBeInstanceOf(CommandFailure);
    expect(failure).toMatchObject({ message: `--out: ${missing} cannot be written: its folder does not exist.` });
    expect(await failureOf(folder)).toMatchObject({
      message: `--out: ${folder} cannot be written: it is a directory.`,
    });
  });

  it.skipIf(!existsSync("/dev/full"))("on a full disk is one too", async () => {
    const failure = await failureOf("/dev/full");
    expect(failure).toBeInstanceOf(CommandFailure);
    expect(failure).toMatchObject({ message: "--out: /dev/full cannot be written: there is no space left." });
  });
});
