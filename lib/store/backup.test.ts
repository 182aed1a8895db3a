import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openReview, storeOf } from "../../fixtures/builders/review.ts";
import { backUp, restore } from "./backup.ts";
import { openDatabase } from "./database.ts";
import { lockState } from "./state-lock.ts";

let folder: string;
let state: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-backup-"));
  state = join(folder, "state");
  file = join(folder, "all.backup");
  mkdirSync(join(state, "annotations"), { recursive: true });
  writeFileSync(join(state, "annotations/one.json"), '{"a":1}');
  writeFileSync(join(state, "token"), "the secret of this machine");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const STORE = storeOf("/logs", [{ path: "a", startsAt: 1000 }]);

/** Writes a comment, and leaves the review open as a server does. */
async function commented(...texts: readonly string[]) {
  const opened = await openReview(state, STORE);
  for (const text of texts) {
    const id = `thread-${text}`;
    const anchor = { kind: "run", runs: [opened.idOf("a")] } as const;
    opened.review.begin({ id, comment: `${id}-1`, anchor, title: "a", text }, "ada");
  }
  return opened;
}

const textsIn = async (stateDir: string): Promise<string[]> => {
  const { review } = await openReview(stateDir, STORE);
  const texts = review.answer().threads.flatMap(({ comments }) => comments.map(({ text }) => text));
  review.close();
  return texts;
};

describe("a backup", () => {
  it("holds what was said up to its moment, also while a server writes, and brings it back", async () => {
    const { review } = await commented("before");
    expect(await backUp(state, file)).toEqual({
      comments: 1,
      verdicts: 0,
      reports: 0,
      users: 0,
      launches: 0,
      documents: 1,
    });
    await commented("after");
    review.close();
    writeFileSync(join(state, "annotations/one.json"), '{"a":2}');

    const elsewhere = join(folder, "another machine");
    expect(await restore(elsewhere, file, 0)).toMatchObject({ comments: 1, documents: 1, before: null });
    expect(await textsIn(elsewhere)).toEqual(["before"]);
    expect(readFileSync(join(elsewhere, "annotations/one.json"), "utf8")).toBe('{"a":1}');
  });

  it("can be read by its owner alone, and never holds the token", async () => {
    await commented("x");
    await backUp(state, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).includes("the secret of this machine")).toBe(false);
  });

  it("that cannot be written leaves the one before as it was", async () => {
    await commented("x");
    writeFileSync(file, "the backup of yesterday");
    writeFileSync(join(state, "tuneboard.db"), "no database any more".repeat(500));
    rmSync(join(state, "tuneboard.db-wal"), { force: true });
    await expect(backUp(state, file)).rejects.toThrow(/is damaged/);
    expect(readFileSync(file, "utf8")).toBe("the backup of yesterday");
    await expect(backUp(join(folder, "nowhere"), file)).rejects.toThrow(/nothing to back up/);
  });
});

describe("a restore", () => {
  it("keeps what it replaces in a folder of its own, and lets what waited wait for a word", async () => {
    await commented("old");
    await backUp(state, file);
    await commented("new");
    const left = join(folder, "left"); // as a crash leaves it: nobody has it open
    cpSync(state, left, { recursive: true });
    const { before } = await restore(left, file, 0);
    expect(await textsIn(left)).toEqual(["old"]);
    expect(await textsIn(before ?? "")).toEqual(["old", "new"]);
    const database = await openDatabase(join(left, "tuneboard.db"));
    expect(JSON.stringify(database.prepare("SELECT * FROM queue WHERE name = 'paused'").all())).toContain("restored");
    database.close();
  });

  it("is refused while a Tuneboard runs, and says which", async () => {
    await commented("x");
    await backUp(state, file);
    const lock = await lockState(state);
    if ("heldBy" in lock) return expect.unreachable("nobody else is there");
    lock.announce("http://localhost:7");
    await expect(restore(state, file, 0)).rejects.toThrow(
      /is in use by a Tuneboard \(process \d+ at http:\/\/localhost:7\)/,
    );
    lock.release();
  });

  it.each([
    { what: "is not there", bytes: null, says: /is not there/ },
    {
      what: "is no database",
      bytes: "something else".repeat(1000),
      says: /is damaged or no database of Tuneboard; nothing was changed\.$/,
    },
    { what: "is empty", bytes: "", says: /is no backup of Tuneboard/ },
  ])("of a file that $what changes nothing", async ({ bytes, says }) => {
    (await commented("kept")).review.close();
    if (bytes !== null) writeFileSync(file, bytes);
    await expect(restore(state, file, 0)).rejects.toThrow(says);
    expect(await textsIn(state)).toEqual(["kept"]);
  });

  it("of a backup whose bytes were changed is refused in words, or brings back every word of it", async () => {
    (await commented("kept", "also kept")).review.close();
    await backUp(state, file);
    const whole = readFileSync(file);
    let refused = 0;
    for (let at = 0; at < whole.length; at += 1777) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xa5, at, Math.min(whole.length, at + 64));
      writeFileSync(file, damaged);
      const target = join(folder, `target-${at}`);
      const outcome = await restore(target, file, 0).then(
        () => "restored",
        (error: unknown) => (error instanceof Error ? error.message : ""),
      );
      if (outcome !== "restored") {
        refused += 1;
        expect(outcome, String(at)).toMatch(/damaged|no backup|later version|no database/);
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});
