import { describe, expect, it } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

/** A question whose answers the test gives, one after the other. */
function scripted() {
  const open: { readonly answer: () => void; readonly fail: () => void }[] = [];
  let asked = 0;
  const ask = (): Promise<void> => {
    asked += 1;
    return new Promise((resolve, reject) => open.push({ answer: resolve, fail: () => reject(new Error("away")) }));
  };
  return { ask, open, asked: () => asked };
}

describe("a question asked one at a time", () => {
  it("is asked once more, however many called while it was under way", async () => {
    const { ask, open, asked } = scripted();
    const look = oneAtATime(ask);
    const first = look();
    void look();
    void look();
    expect(asked()).toBe(1);
    open[0]?.answer();
    await Promise.resolve();
    await Promise.resolve();
    expect(asked()).toBe(2);
    open[1]?.answer();
    await first;
    expect(asked()).toBe(2);
  });

  it("can be asked again after it failed", async () => {
    const { ask, open, asked } = scripted();
    const look = oneAtATime(ask);
    const first = look();
    open[0]?.fail();
    await expect(first).rejects.toThrow("away");
    const second = look();
    open[1]?.answer();
    await second;
    expect(asked()).toBe(2);
  });

  it("is asked again by itself where it calls for that", async () => {
    let asked = 0;
    const look = oneAtATime(async () => {
      asked += 1;
      if (asked < 3) void look();
    });
    await look();
    expect(asked).toBe(3);
  });
});
