import { expect, it } from "vitest";
import { leave, redo, undo, type ViewHistory } from "./view-history.ts";

const NOTHING: ViewHistory<string> = { past: [], future: [] };

it("goes back through views in the order in which they were left, and forward again", () => {
  const history = leave(leave(NOTHING, "first"), "second");
  const once = undo(history, "third");
  expect(once?.view).toBe("second");
  const twice = once === null ? null : undo(once.history, once.view);
  expect(twice?.view).toBe("first");
  expect(twice === null ? "not asked" : undo(twice.history, twice.view)).toBeNull();
  const again = twice === null ? null : redo(twice.history, twice.view);
  expect(again).toMatchObject({ view: "second", history: { past: ["first"], future: ["third"] } });
});

it("forgets what was undone when another way is taken", () => {
  const once = undo(leave(NOTHING, "first"), "second");
  expect(once === null ? null : redo(leave(once.history, once.view), "other")).toBeNull();
});

it("keeps a hundred views and no more", () => {
  let history = NOTHING;
  for (let i = 0; i < 150; i++) history = leave(history, String(i));
  expect(history.past).toHaveLength(100);
  expect(history.past.at(-1)).toBe("149");
});
