import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { describe, expect, it } from "vitest";
import { nobodyYet } from "../../fixtures/builders/access.ts";
import { openPeople, openPeopleOrOwner } from "./open-people.ts";
import { isUserName } from "./user-name.ts";

const DAY = 24 * 3600;

function atTime(start = 1_800_000_000) {
  let time = start;
  const known = nobodyYet("a secret of this test", () => time);
  const wait = (secs: number): void => {
    time += secs;
  };
  return { ...known, wait };
}

describe("a user", () => {
  it("has a role until it is changed, and is one whatever the case of the name", () => {
    const { people } = atTime();
    expect(people.hasUsers()).toBe(false);
    expect([people.addUser("grace", "viewer"), people.addUser("Grace", "admin")]).toEqual([true, false]);
    expect(people.users()).toMatchObject([{ name: "grace", role: "viewer", usedAt: null }]);
    expect([people.setRole("grace", "launcher"), people.setRole("nobody", "admin")]).toEqual([true, false]);
    expect(people.users()).toMatchObject([{ name: "grace", role: "launcher" }]);
  });

  it("who is removed takes along sessions, tokens, codes and what was shared", () => {
    const { people } = atTime();
    people.addUser("grace", "launcher");
    const made = (["code", "session", "token", "share-link"] as const).map((kind) => {
      const { id, secret } = people.make({ kind, person: "grace", lastsSecs: DAY });
      return {
        kind,
        secret,
        guest: people.make({ kind: "session", person: "grace", parent: id, lastsSecs: DAY }).secret,
      };
    });
    const others = people.make({ kind: "token", person: null, lastsSecs: null }).secret;
    for (const { kind, secret } of made) expect(people.find(kind, secret)).not.toBeNull();
    expect(people.removeUser("grace")).toBe(true);
    for (const { kind, secret, guest } of made) {
      expect(people.find(kind, secret), kind).toBeNull();
      expect(people.find("session", guest)).toBeNull();
    }
    expect(people.find("token", others)).not.toBeNull();
  });

  it.each([
    ["ada", true],
    ["Grace.Hopper+lab@example.org", true],
    ["李雷", true],
    ["", false],
    ["../etc", false],
    ["two words", false],
    ["-rf", false],
    ["line\nbreak", false],
    ["x".repeat(65), false],
  ])("may be called %j: %s", (name, isOne) => expect(isUserName(name)).toBe(isOne));
});

describe("a credential", () => {
  it("is of its kind alone, and a code of one use", () => {
    const { people } = atTime();
    const { secret } = people.make({ kind: "code", person: null, lastsSecs: DAY });
    for (const kind of ["session", "token", "share-link"] as const) expect(people.find(kind, secret)).toBeNull();
    expect(people.redeem(secret)).toMatchObject({ person: null, role: null });
    expect(people.redeem(secret)).toBeNull();
  });

  it("ends with its time, and an old share link is told from one that never was", () => {
    const { people, wait } = atTime();
    const session = people.make({ kind: "session", person: null, lastsSecs: DAY }).secret;
    const scope = { title: "for you", shared: { kind: "runs", runs: ["a"] } as const, view: "" };
    const link = people.make({ kind: "share-link", person: null, scope, lastsSecs: DAY }).secret;
    wait(DAY - 1);
    expect(people.find("share-link", link)?.scope).toEqual(scope);
    wait(1);
    expect([people.find("session", session), people.find("share-link", link)]).toEqual([null, null]);
    expect([people.hasExpired(link), people.hasExpired("made up")]).toEqual([true, false]);
  });

  it("is taken back by whom it belongs to, with what came from it", () => {
    const { people } = atTime();
    people.addUser("grace", "viewer");
    const { id, secret } = people.make({ kind: "share-link", person: "grace", lastsSecs: DAY });
    const guest = people.make({ kind: "session", person: "grace", parent: id, lastsSecs: DAY }).secret;
    expect(people.revoke(id, null)).toBe(false); // the owner's own are others
    expect(people.revoke(id, "grace")).toBe(true);
    expect([people.find("share-link", secret), people.find("session", guest)]).toEqual([null, null]);
  });

  it("cannot be had from what is kept of it, nor with another secret of the state directory", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tuneboard-people-"));
    const opened = await openPeople(folder, "one secret", () => 1);
    const { secret } = opened.people.make({ kind: "token", person: null, label: "mine", lastsSecs: null });
    opened.close();
    const database = new Libsql(join(folder, "tuneboard.db"));
    const [row] = database.prepare("SELECT digest FROM credentials").raw().all();
    database.close();
    const digest = Array.isArray(row) ? String(row[0]) : "";
    expect(digest.length).toBeGreaterThan(40);
    expect(readFileSync(join(folder, "tuneboard.db")).includes(secret)).toBe(false);
    const again = await openPeople(folder, "one secret", () => 1);
    expect([again.people.find("token", digest), again.people.find("token", secret)?.label]).toEqual([null, "mine"]);
    again.close();
    const elsewhere = await openPeople(folder, "another secret", () => 1);
    expect(elsewhere.people.find("token", secret)).toBeNull();
    elsewhere.close();
    rmSync(folder, { recursive: true });
  });
});

describe("the audit log", () => {
  it("keeps who did what, when and from where, each on a line of its own whatever they sent", () => {
    const { audit, wait } = atTime(1000);
    audit.note({
      who: "ada",
      via: "session",
      address: "127.0.0.1",
      act: "POST /api/launches",
      about: "key=a\nb\u001b[31m",
    });
    wait(10);
    audit.note({ who: "grace", via: "token", address: "10.0.0.9", act: "DELETE /api/users/x", about: "" });
    expect(audit.entries(0).map(({ at, who }) => [at, who])).toEqual([
      [1000, "ada"],
      [1010, "grace"],
    ]);
    expect(audit.entries(1005)).toHaveLength(1);
    const [line] = audit.entries(0).map((entry) => JSON.stringify(entry));
    expect(line).toContain("a\\nb\\u001b[31m");
  });

  it("cannot be changed or shortened, whoever has the database", () => {
    const database = new Libsql(":memory:");
    const { audit } = nobodyYet("secret", () => 1, database);
    audit.note({ who: "ada", via: "session", address: "", act: "x", about: "" });
    expect(() => database.exec("UPDATE audit SET who = 'somebody else'")).toThrow(/only added to/);
    expect(() => database.exec("DELETE FROM audit")).toThrow(/only added to/);
    expect(audit.entries(0)).toHaveLength(1);
  });

  it("that cannot be written stops what it was to say, where the state is damaged", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tuneboard-people-"));
    writeFileSync(join(folder, "tuneboard.db"), "no database".repeat(1000));
    const { audit, people, problem, close } = await openPeopleOrOwner(folder, "secret", () => 1);
    expect(problem).toContain("damaged");
    expect(() => audit.note({ who: "ada", via: "session", address: "", act: "x", about: "" })).toThrow(/damaged/);
    expect(people.make({ kind: "code", person: null, lastsSecs: 60 }).secret).toHaveLength(43);
    close();
    rmSync(folder, { recursive: true });
  });
});
