import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase, transact } from "./database.ts";
import { SCHEMA } from "./schema.ts";
import { holderOf, lockState } from "./state-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-state-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the state database", () => {
  it("keeps what was written", async () => {
    const path = join(folder, "tuneboard.db");
    const first = await openDatabase(path);
    transact(first, path, () => first.exec("INSERT INTO queue VALUES ('slots', '8')"));
    first.close();
    const again = await openDatabase(path);
    expect(again.prepare("SELECT value_json AS value FROM queue").all()).toEqual([{ value: "8" }]);
    again.close();
  });

  it("of a later version is refused with both versions, and left as it is", async () => {
    const path = join(folder, "tuneboard.db");
    const later = new Libsql(path);
    later.exec(`PRAGMA user_version = ${SCHEMA.length + 1}`);
    later.close();
    const before = readFileSync(path);
    await expect(openDatabase(path)).rejects.toThrow(/later version of Tuneboard .* upgrade Tuneboard/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("that is damaged is named, and never replaced by an empty one", async () => {
    const path = join(folder, "tuneboard.db");
    writeFileSync(path, "not a database, but somebody's only copy of something".repeat(100));
    await expect(openDatabase(path)).rejects.toThrow(/tuneboard.db is damaged or no database of Tuneboard/);
    expect(readFileSync(path, "utf8")).toContain("somebody's only copy");
  });

  it("takes a transaction back as a whole", async () => {
    const path = join(folder, "tuneboard.db");
    const database = await openDatabase(path);
    const failing = () =>
      transact(database, path, () => {
        database.exec("INSERT INTO queue VALUES ('slots', '8')");
        throw new Error("half-way");
      });
    expect(failing).toThrow("half-way");
    expect(database.prepare("SELECT * FROM queue").all()).toEqual([]);
    database.close();
  });

  it("tells of a full disk in words, and goes on when there is space again", async () => {
    const path = join(folder, "tuneboard.db");
    const database = await openDatabase(path);
    const pages = statSync(path).size / 4096;
    database.exec(`PRAGMA max_page_count = ${Math.max(1, pages)}`);
    const insert = () =>
      transact(database, path, () => database.prepare("INSERT INTO queue VALUES ('x', ?)").run("y".repeat(1_000_000)));
    expect(insert).toThrow(`${path} cannot be written: there is no space left on its disk.`);
    database.exec("PRAGMA max_page_count = 1000000");
    insert();
    expect(database.prepare("PRAGMA integrity_check").raw().all()).toEqual([["ok"]]);
    database.close();
  });
});

describe("the lock of a state directory", () => {
  it("is held by one, and the next is told who", async () => {
    const lock = await lockState(folder);
    if ("heldBy" in lock) return expect.unreachable("nobody else is there");
    expect(await lockState(folder)).toEqual({ heldBy: { pid: process.pid, url: null, board: null } });
    lock.announce("http://localhost:1");
    expect(await lockState(folder)).toEqual({
      heldBy: { pid: process.pid, url: "http://localhost:1", board: "http://localhost:1" },
    });
    lock.release();
    const next = await lockState(folder);
    expect("heldBy" in next).toBe(false);
    if (!("heldBy" in next)) next.release();
    expect(holderOf(folder)).toBeNull();
  });

  it("is free as soon as its holder is killed", async () => {
    const script = `import Libsql from "libsql"; new Libsql(process.argv[1]).exec("BEGIN EXCLUSIVE"); console.log("held"); setInterval(() => {}, 1000);`;
    const args = ["--input-type=module", "-e", script, join(folder, "engine.lock")];
    const other = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => other.stdout.once("data", resolve));
    expect(await lockState(folder)).toEqual({ heldBy: { pid: 0, url: null, board: null } });
    const gone = new Promise((resolve) => other.once("exit", resolve));
    other.kill("SIGKILL");
    await gone;
    const lock = await lockState(folder);
    expect("heldBy" in lock).toBe(false);
    if (!("heldBy" in lock)) lock.release();
  });
});
