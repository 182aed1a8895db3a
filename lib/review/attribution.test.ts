import { join } from "node:path";
import { expect, it } from "vitest";
import { openReview, stateFolder, storeOf } from "../../fixtures/builders/review.ts";
import { openDatabase } from "../store/database.ts";
import { Statements } from "../store/statements.ts";
import { actsAsCsv, attributedActs } from "./attribution.ts";

it("everybody's comments, verdicts and launches are in one list, oldest first", async () => {
  const folder = stateFolder();
  const { review, idOf, clock } = await openReview(folder, storeOf("/logs", [{ path: "a", startsAt: 1000 }]));
  const run = idOf("a");
  review.begin({ id: "t", comment: "c", anchor: { kind: "run", runs: [run] }, title: "a", text: "hm" }, "ada");
  clock.now += 20;
  const subject = { kind: "run", run } as const;
  review.judge({ subject, verdict: "rejected", because: "wrong data", was: null, title: "a" }, "bo");
  clock.now += 10;
  const [{ position }] = review.answer().runVerdicts;
  review.judge({ subject, verdict: null, because: "", was: position, title: "a" }, "ada");
  const path = join(folder, "tuneboard.db");
  const statements = new Statements(await openDatabase(path), path);
  statements.run("INSERT INTO journal VALUES (?, 'cy', 'stop', 'abcd2345')", 1_700_000_010);
  const acts = attributedActs(statements);
  statements.close();
  const runs = ["/logs/a"];
  expect(acts).toEqual([
    { at: 1_700_000_000, who: "ada", act: "commented", about: "a", text: "hm", runs },
    { at: 1_700_000_010, who: "cy", act: "stop", about: "abcd2345", text: "", runs: [] },
    { at: 1_700_000_020, who: "bo", act: "rejected", about: "a", text: "wrong data", runs },
    { at: 1_700_000_030, who: "ada", act: "verdict taken back", about: "a", text: "", runs },
  ]);
});

it("cells of CSV are quoted where they must be, and none is a formula", () => {
  const act = { at: 0, who: "ada", act: "commented", about: 'a "b"', text: "=1+1\nx, y", runs: ["/a", "/b"] };
  expect(actsAsCsv([act])).toBe(
    'at,time,who,act,about,runs,text\r\n0,1970-01-01T00:00:00.000Z,ada,commented,"a ""b""",/a /b,"\'=1+1\nx, y"\r\n',
  );
});
