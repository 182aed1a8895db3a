import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { restore } from "./backup.ts";
import { type Database, openDatabase } from "./database.ts";
import { SCHEMA } from "./schema.ts";

const GOLDEN = join(import.meta.dirname, "../../fixtures/databases");
const versions = Array.from({ length: SCHEMA.length }, (_, i) => i + 1).filter((version) =>
  existsSync(join(GOLDEN, `version-${version}.db`)),
);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-upgrade-"));
  path = join(folder, "tuneboard.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tablesOf = (database: Database): unknown[] =>
  database
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all();
const versionOf = (database: Database): unknown => database.prepare("PRAGMA user_version").raw().all().flat()[0];

describe("a database of an earlier version", () => {
  it("is kept here for every version that there was", () => {
    for (let version = 1; version < SCHEMA.length; version++) expect(versions).toContain(version);
  });

  it.each(versions)("%d becomes what a new one is, with everything in it", async (version) => {
    copyFileSync(join(GOLDEN, `version-${version}.db`), path);
    const database = await openDatabase(path);
    const fresh = await openDatabase(join(folder, "fresh.db"));
    expect(tablesOf(database)).toEqual(tablesOf(fresh));
    expect(versionOf(database)).toBe(SCHEMA.length);
    const first = (sql: string): unknown => database.prepare(sql).raw().all().flat()[0];
    expect(first("SELECT name FROM launches WHERE id = 'abcd2345'")).toBe("lr=0.1");
    expect(first("SELECT who FROM journal")).toBe("ada");
    if (version >= 2) {
      expect(first("SELECT text FROM comments")).toBe("the second text");
      expect(first("SELECT text FROM comment_texts")).toBe("the first text");
      expect(first("SELECT because FROM verdicts")).toBe("wrong data");
    }
    if (version >= 3) expect(first("SELECT created_by FROM reports")).toBe("ada");
    if (version >= 4) expect(first("SELECT role FROM users")).toBe("viewer");
    expect(first("PRAGMA integrity_check")).toBe("ok");
    database.close();
    fresh.close();
  });

  it("is kept as it was beside the new one, and is the way back to the program that wrote it", async () => {
    copyFileSync(join(GOLDEN, "version-1.db"), path);
    (await openDatabase(path)).close();
    const kept = new Libsql(`${path}.version-1`, { readonly: true });
    expect(versionOf(kept)).toBe(1);
    expect(kept.prepare("SELECT name FROM launches").raw().all()).toEqual([["lr=0.1"]]);
    kept.close();
    expect(await restore(join(folder, "elsewhere"), `${path}.version-1`, 0)).toMatchObject({
      launches: 1,
      comments: 0,
    });
  });

  it("whose upgrade was interrupted is as it was before the step, and goes on the next time", async () => {
    copyFileSync(join(GOLDEN, "version-1.db"), path);
    const spoiled = new Libsql(path);
    spoiled.exec("CREATE TABLE verdicts (in_the_way TEXT)"); // in the middle of the second step
    spoiled.close();
    await expect(openDatabase(path)).rejects.toThrow();
    const half = new Libsql(path);
    expect(versionOf(half)).toBe(1);
    expect(half.prepare("SELECT name FROM sqlite_master WHERE name = 'threads'").all()).toEqual([]);
    half.exec("DROP TABLE verdicts");
    half.close();
    const database = await openDatabase(path);
    expect(versionOf(database)).toBe(SCHEMA.length);
    database.close();
  });

  it("of a later version names the copy that the upgrade left, where there is one", async () => {
    const later = new Libsql(path);
    later.exec(`PRAGMA user_version = ${SCHEMA.length + 1}`);
    later.close();
    const before = readFileSync(path);
    copyFileSync(join(GOLDEN, `version-${versions.at(-1)}.db`), `${path}.version-${SCHEMA.length}`);
    await expect(openDatabase(path)).rejects.toThrow(`tuneboard restore ${path}.version-${SCHEMA.length}`);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});
