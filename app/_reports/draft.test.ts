import { describe, expect, it } from "vitest";
import type { Report, ReportText } from "../../lib/report/parts.ts";
import { edit, hear, isChanged, moveBlock, openDraft, redo, takeTheirs, undo, wasSaved } from "./draft.ts";

const REPORT: Report = {
  id: "r",
  version: 3,
  title: "first",
  author: "",
  language: "en",
  blocks: ["a", "b", "c"].map((id) => ({ id, kind: "text", text: id })),
  createdAt: 0,
  changedAt: 0,
  createdBy: "",
  changedBy: "",
};
const titled = (title: string): ReportText => ({ ...openDraft(REPORT).text, title });
const theirs = { ...REPORT, version: 4, title: "theirs" };

describe("a draft", () => {
  it("takes strokes back one by one, however many letters each had", () => {
    let draft = openDraft(REPORT);
    for (const title of ["h", "he", "hey"]) draft = edit(draft, titled(title), "title");
    draft = edit(draft, { ...draft.text, author: "Ada" }, "author");
    expect([undo(draft).text, undo(undo(draft)).text].map(({ title, author }) => [title, author])).toEqual([
      ["hey", ""],
      ["first", ""],
    ]);
    expect(redo(redo(undo(undo(draft)))).text).toEqual(draft.text);
    expect(undo(undo(undo(undo(draft)))).text.title).toBe("first"); // not further back than its beginning
  });

  it("keeps what was written while it was being saved", () => {
    const sent = edit(openDraft(REPORT), titled("sent"), "title");
    const further = edit(sent, titled("sent and more"), "title");
    const saved = wasSaved(further, { ...REPORT, ...sent.text, version: 4 });
    expect([saved.text.title, isChanged(saved), saved.saved.version]).toEqual(["sent and more", true, 4]);
  });

  it("follows others where nothing of one's own is at stake, and what stood there is a step back", () => {
    const draft = hear(openDraft(REPORT), theirs);
    expect([draft.text.title, draft.theirs, isChanged(draft)]).toEqual(["theirs", null, false]);
    expect(undo(draft).text.title).toBe("first");
  });

  it("overwrites neither side where both have changed, until one is chosen", () => {
    const draft = hear(edit(openDraft(REPORT), titled("mine")), theirs);
    expect([draft.text.title, draft.theirs?.title]).toEqual(["mine", "theirs"]);
    const chosen = takeTheirs(draft);
    expect([chosen.text.title, chosen.theirs, isChanged(chosen)]).toEqual(["theirs", null, false]);
    expect(undo(chosen).text.title).toBe("mine");
  });

  it("is kept once the engine has it, in whatever order the engine names its fields", () => {
    const frozen = { id: "x", at: 1.5 };
    const advice = { sweep: null, title: "", rule: null };
    const block = { id: "d", kind: "advice", caption: "", frozen, advice } as const;
    const draft = edit(openDraft(REPORT), { ...titled("t"), blocks: [block] });
    const { id, kind, caption } = block;
    const kept = { ...REPORT, ...draft.text, blocks: [{ frozen: { at: 1.5, id: "x" }, advice, caption, kind, id }] };
    expect([isChanged(draft), isChanged(wasSaved(draft, kept))]).toEqual([true, false]);
  });

  it("hears nothing new in what it wrote itself", () => {
    const draft = edit(openDraft(REPORT), titled("mine"));
    expect(hear(draft, REPORT)).toBe(draft);
  });

  it.each([
    ["a", 1, "bac", "down by one"],
    ["c", 0, "cab", "to the top"],
    ["b", 9, "acb", "beyond the end is the end"],
    ["b", -1, "bac", "before the start is the start"],
    ["x", 0, "abc", "a block that is not there"],
  ])("moves block %s to %i: %s, %s", (id, place, order) => {
    const { blocks } = moveBlock(openDraft(REPORT).text, id, place);
    expect(blocks.map((block) => block.id).join("")).toBe(order);
  });
});
