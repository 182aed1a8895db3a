import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Gathering } from "./gathering.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Ends as many questions as `gathering` was told of, noting in `done` when each may be drawn. */
function endSoon(gathering: Gathering, name: string, done: string[]): void {
  void gathering.end().then(() => done.push(name));
}
const settle = () => vi.advanceTimersByTimeAsync(0);

it("lets an answer through at once when no other is on its way", async () => {
  const done: string[] = [];
  const gathering = new Gathering();
  gathering.begin();
  endSoon(gathering, "a", done);
  await settle();
  expect(done).toEqual(["a"]);
});

it("keeps early answers until the last is there, so that all are drawn together", async () => {
  const done: string[] = [];
  const gathering = new Gathering();
  for (let i = 0; i < 2; i++) gathering.begin();
  endSoon(gathering, "a", done);
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toEqual([]);
  endSoon(gathering, "b", done);
  await settle();
  expect(done).toEqual(["a", "b"]);
});

it("does not wait for one that takes long", async () => {
  const done: string[] = [];
  const gathering = new Gathering();
  for (let i = 0; i < 2; i++) gathering.begin();
  endSoon(gathering, "a", done);
  await vi.advanceTimersByTimeAsync(120);
  expect(done).toEqual(["a"]);
});

it("draws six in a frame at most", async () => {
  const done: string[] = [];
  const gathering = new Gathering();
  for (let i = 0; i < 8; i++) gathering.begin();
  for (let i = 0; i < 8; i++) endSoon(gathering, String(i), done);
  await settle();
  expect(done).toHaveLength(6);
  await vi.advanceTimersByTimeAsync(16);
  expect(done).toHaveLength(8);
});
