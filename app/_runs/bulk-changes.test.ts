import { describe, expect, it } from "vitest";
import { NO_ANNOTATION, type RunAnnotation } from "../../lib/core/annotations.ts";
import { bulkChanges, takenBack } from "./bulk-changes.ts";

const run = (id: string, said: Partial<RunAnnotation> = {}) => ({
  run: { id },
  annotation: { ...NO_ANNOTATION, ...said },
});

describe("a word about many runs", () => {
  it("is said of those of which it is not said yet, and leaves their other labels", () => {
    const runs = [run("a", { labels: ["paper"] }), run("b", { labels: ["good", "paper"] })];
    const changes = bulkChanges(runs, { kind: "add label", label: "good" });
    expect(changes.map(({ run: id, set }) => [id, set])).toEqual([["a", { labels: ["paper", "good"] }]]);
  });

  it("is taken from those that have it", () => {
    const runs = [run("a", { labels: ["paper", "good"] }), run("b")];
    const changes = bulkChanges(runs, { kind: "remove label", label: "good" });
    expect(changes.map(({ run: id, set }) => [id, set])).toEqual([["a", { labels: ["paper"] }]]);
  });

  it("gives all one colour, or takes it from those that have one, and its undo gives each its own again", () => {
    const runs = [run("a", { colour: "#aa0000" }), run("b"), run("c", { colour: "#0000aa" })];
    const changes = bulkChanges(runs, { kind: "colour", colour: "#0000aa" });
    expect(changes.map(({ run: id, set }) => [id, set])).toEqual([
      ["a", { colour: "#0000aa" }],
      ["b", { colour: "#0000aa" }],
    ]);
    expect(takenBack(changes).map(({ run: id, set }) => [id, set])).toEqual([
      ["a", { colour: "#aa0000" }],
      ["b", { colour: "" }],
    ]);
    const none = bulkChanges(runs, { kind: "colour", colour: "" });
    expect(none.map(({ run: id }) => id)).toEqual(["a", "c"]);
  });

  it("hides what is not hidden yet, and its undo shows that again and nothing else", () => {
    const hidden = bulkChanges([run("a"), run("b", { isHidden: true })], { kind: "hide" });
    expect(hidden.map(({ run: id, set }) => [id, set])).toEqual([["a", { isHidden: true }]]);
    expect(takenBack(hidden)).toEqual([{ run: "a", set: { isHidden: false }, was: { isHidden: true } }]);
  });
});
