import { describe, expect, it } from "vitest";
import { contentOf, findRuns, type PresentRun, type RunReference, settingsWord } from "./run-identity.ts";

const then = (path: string, contents: string, settings = "s", logdir = "/logs"): RunReference => ({
  id: 1,
  logdir,
  path,
  contents: contents === "" ? [] : contents.split(" "),
  settings,
});
const now = (id: string, path: string, contents: string, settings = "s", logdir = "/logs"): PresentRun => ({
  id,
  logdir,
  path,
  contents: () => (contents === "" ? [] : contents.split(" ")),
  settings: () => settings,
});

describe("a run of which something was said", () => {
  it.each([
    { because: "it is where it was", was: then("a", "x"), is: [now("A", "a", "x"), now("B", "b", "x")], run: "A" },
    { because: "its log grew new files", was: then("a", "x"), is: [now("A", "a", "w x y")], run: "A" },
    { because: "it had no points then", was: then("a", ""), is: [now("A", "a", "x")], run: "A" },
    { because: "its points are not read yet", was: then("a", "x"), is: [now("A", "a", "")], run: "A" },
    { because: "the directory was moved", was: then("a", "x"), is: [now("A", "a", "x", "s", "/new")], run: "A" },
    { because: "the run was renamed", was: then("a", "x"), is: [now("B", "b", "x")], run: "B" },
    {
      because: "another run took its place, and it went elsewhere",
      was: then("a", "x"),
      is: [now("A", "a", "y"), now("B", "old/a", "x")],
      run: "B",
    },
    {
      because: "of copies the one at the same path counts",
      was: then("a", "x"),
      is: [now("A", "a", "x", "s", "/new"), now("B", "copy/a", "x", "s", "/new")],
      run: "A",
    },
    {
      because: "of runs that begin alike the one with the same settings counts",
      was: then("a", "x", "lr 1"),
      is: [now("A", "p", "x", "lr 1"), now("B", "q", "x", "lr 2")],
      run: "A",
    },
  ])("is found: $because", ({ was, is, run }) => {
    expect(findRuns([was], is).get(was.id)).toBe(run);
  });

  it.each([
    { because: "another one is in its place", was: then("a", "x"), is: [now("A", "a", "y")] },
    {
      because: "two begin alike and nothing tells them apart",
      was: then("a", "x"),
      is: [now("A", "p", "x"), now("B", "q", "x")],
    },
    {
      because: "logs without times begin alike all over a sweep",
      was: then("a", "~x", "lr 1"),
      is: [now("B", "b", "~x", "lr 2")],
    },
    { because: "it had no points, and its place is empty", was: then("a", ""), is: [now("B", "b", "x")] },
  ])("is away: $because", ({ was, is }) => {
    expect(findRuns([was], is).size).toBe(0);
  });
});

it("logs that differ in the last bit of a time begin otherwise, and one without times still begins somehow", () => {
  const first = { tag: "loss", step: 0, wallTime: 1_700_000_000.123456, value: 2.5 };
  expect(contentOf(first)).toBe(contentOf({ ...first }));
  expect(contentOf({ ...first, wallTime: 1_700_000_000.1234562 })).not.toBe(contentOf(first));
  expect(contentOf({ ...first, tag: "acc" })).not.toBe(contentOf(first));
  expect(contentOf({ ...first, wallTime: Number.NaN })).toMatch(/^~[0-9a-z]{13}$/);
});

it("settings are the same in whatever order they are stated", () => {
  expect(settingsWord({ lr: 0.1, seed: 3 })).toBe(settingsWord({ seed: 3, lr: 0.1 }));
  expect(settingsWord({ lr: 0.1 })).not.toBe(settingsWord({ lr: "0.1" }));
});

it("a run whose file has the same origin counts before one that merely begins alike", () => {
  const reference = { ...then("a", "~x"), origins: ["1:2:3"] };
  const moved = { ...now("B", "b", "~x"), origins: () => ["1:2:3"] };
  expect([...findRuns([reference], [now("C", "c", "~x"), moved])]).toEqual([[1, "B"]]);
});
