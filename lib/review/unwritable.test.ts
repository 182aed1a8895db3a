import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openReview, stateFolder, storeOf } from "../../fixtures/builders/review.ts";
import { openDatabase } from "../store/database.ts";

const RUNS = [{ path: "a", startsAt: 1000 }];

/** Calls for what only a machine with its own mounts can show; where that is not allowed, the limit on file sizes takes its place. */
let disk: string | null = null;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "tuneboard-disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
  disk = mounted.status === 0 ? folder : null;
  if (disk === null) rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  if (disk === null) return;
  spawnSync("umount", ["-l", disk]);
  rmSync(disk, { recursive: true, force: true });
});

const wish = (run: string, id: string, text: string) =>
  ({ id, comment: `${id}-1`, anchor: { kind: "run", runs: [run] }, title: "a", text }) as const;

describe("a disk without space", () => {
  it("is told in a sentence, leaves nothing half-written, and costs only what is said while it is full", async () => {
    const folder = disk ?? stateFolder();
    const { review, idOf } = await openReview(folder, storeOf("/logs", RUNS));
    review.begin(wish(idOf("a"), "thread-first", "while there was space"), "ada");
    let full: unknown = null;
    const limit = disk === null ? 3000 : 1000;
    for (let i = 0; full === null && i < limit; i++) {
      try {
        review.begin(wish(idOf("a"), `thread-${i}`, "x".repeat(disk === null ? 20_000 : 9000)), "ada");
      } catch (error) {
        full = error;
      }
    }
    if (disk !== null)
      expect(String(full)).toMatch(/tuneboard\.db cannot be written: there is no space left on its disk/);
    const kept = review.answer().threads;
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.every(({ comments }) => comments.length === 1)).toBe(true);
    const check = await openDatabase(join(folder, "tuneboard.db"), { isReadOnly: true });
    expect(check.prepare("PRAGMA integrity_check").raw().all()).toEqual([["ok"]]);
    check.close();
    if (disk === null) return;
    spawnSync("mount", ["-o", "remount,size=16m", disk]);
    expect(review.begin(wish(idOf("a"), "thread-again", "there is space again"), "ada")).toEqual({ kind: "done" });
    expect(review.answer().threads.length).toBe(kept.length + 1);
  });
});

describe("a database that only may be read", () => {
  it("is read, and says why nothing can be said", async () => {
    const made = stateFolder();
    const first = await openReview(made, storeOf("/logs", RUNS));
    first.review.begin(wish(first.idOf("a"), "thread-first", "from before"), "ada");
    const folder = disk ?? made;
    // As a crash leaves it, with what was written last beside it.
    if (disk !== null) for (const name of readdirSync(made)) copyFileSync(join(made, name), join(disk, name));
    first.review.close();
    if (disk !== null) expect(spawnSync("mount", ["-o", "remount,ro", disk]).status).toBe(0);
    else {
      if (process.getuid?.() === 0) return; // nothing keeps the superuser from writing here
      chmodSync(join(folder, "tuneboard.db"), 0o400);
      chmodSync(folder, 0o500);
    }
    const { review, idOf } = await openReview(folder, storeOf("/logs", RUNS));
    const answer = review.answer();
    expect(answer.problem).toMatch(
      /tuneboard\.db (may not be written by this user|is on a disk that may only be read)/,
    );
    expect(answer.threads.map(({ comments }) => comments[0]?.text)).toEqual(["from before"]);
    expect(() => review.begin(wish(idOf("a"), "thread-second", "no"), "ada")).toThrow(
      /may (not be written|only be read)/,
    );
  });
});

/** What is said, or thrown. */
function problemOf(ask: () => string | null): string {
  try {
    return ask() ?? "";
  } catch (error) {
    return String(error);
  }
}

describe("a damaged database", () => {
  const spoil: readonly (readonly [string, (path: string) => void])[] = [
    ["empty", (path) => truncateSync(path, 0)],
    ["cut off", (path) => truncateSync(path, 5000)],
    ["something else", (path) => writeFileSync(path, "not a database".repeat(1000))],
    [
      "with a broken page",
      (path) => {
        const bytes = readFileSync(path);
        bytes.fill(0xff, 4096, 3 * 4096);
        writeFileSync(path, bytes);
      },
    ],
  ];

  it.each(spoil)("that is %s is left as it is, named, and never taken for a new one", async (_, damage) => {
    const folder = stateFolder();
    const path = join(folder, "tuneboard.db");
    const database = await openDatabase(path);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    for (const rest of ["-wal", "-shm"]) rmSync(path + rest, { force: true });
    damage(path);
    const spoiled = readFileSync(path);
    const { review, idOf } = await openReview(folder, storeOf("/logs", RUNS));
    const said = (() => {
      try {
        review.begin(wish(idOf("a"), "thread-first", "hello"), "ada");
        return review.answer().problem ?? "";
      } catch (error) {
        return String(error);
      }
    })();
    expect(said).toMatch(/tuneboard\.db is damaged/);
    expect(readFileSync(path).equals(spoiled)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith(".draft"))).toEqual([]);
  });

  it("that is large is looked through in pieces, and named all the same", async () => {
    const folder = stateFolder();
    const path = join(folder, "tuneboard.db");
    const database = await openDatabase(path);
    const store = "INSERT INTO report_data (id, at, stored_at, contents) VALUES (?, 0, 0, zeroblob(1048576))";
    for (let i = 0; i < 20; i++) database.prepare(store).run(`data-${i}`);
    const found: readonly unknown[] = database
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'comments'")
      .raw()
      .all();
    const page = Array.isArray(found[0]) ? Number(found[0][0]) : 0;
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    const whole = await openReview(folder, storeOf("/logs", RUNS));
    expect(whole.review.answer().problem).toBeNull();
    whole.review.close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, (page - 1) * 4096, page * 4096);
    writeFileSync(path, bytes);
    const { review } = await openReview(folder, storeOf("/logs", RUNS));
    expect(problemOf(() => review.answer().problem)).toMatch(/tuneboard\.db is damaged/);
  });

  it("does not keep the rest of the board from working, and is used again once it was restored", async () => {
    const folder = stateFolder();
    const path = join(folder, "tuneboard.db");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, "not a database".repeat(1000));
    const { review, database } = await openReview(folder, storeOf("/logs", RUNS));
    expect(review.answer()).toMatchObject({ threads: [], problem: expect.stringMatching(/is damaged/) });
    expect(review.rejected()).toEqual([]);
    rmSync(path);
    await database.open();
    expect(review.answer().problem).toBeNull();
  });
});
