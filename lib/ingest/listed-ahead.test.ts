import { expect, it } from "vitest";
import { ListedAhead } from "./listed-ahead.ts";

const content = { files: ["a.log"], directories: [], links: [] };

it("gives out each directory once: whoever asks again wants to know what is there now", async () => {
  const ahead = new ListedAhead(Promise.resolve([["/logs", content]]));
  expect(await ahead.contentOf("/logs")).toBe(content);
  expect(await ahead.contentOf("/logs")).toBeNull();
});

it("knows nothing of a directory in which nobody looked", async () => {
  expect(await new ListedAhead(Promise.resolve([["/logs", content]])).contentOf("/logs/new")).toBeNull();
});

it("does not wait for a thread that never answers", async () => {
  expect(await new ListedAhead(new Promise(() => {}), 1).contentOf("/logs")).toBeNull();
});
