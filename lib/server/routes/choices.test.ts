import { describe, expect, it } from "vitest";
import { AS_OWNER } from "../../../fixtures/builders/access.ts";
import { HOST, served } from "../../../fixtures/builders/served.ts";
import { type Choices, NO_CHOICES } from "../../core/choices.ts";

const wanted: Choices = { ...NO_CHOICES, excluded: [{ run: "a", because: "wrong data" }] };

function startApp(isFull = false) {
  let kept: Choices = NO_CHOICES;
  const keep = async (choices: Choices) => {
    if (isFull) throw new Error("no space left on device");
    kept = choices;
  };
  const { ask } = served({ engine: { choices: { current: () => kept, keep } } });
  const put = (body: string, headers: readonly string[] = []) =>
    ask("/api/choices", { method: "PUT", headers: AS_OWNER, body }, headers);
  const get = async (): Promise<unknown> => (await ask("/api/choices")).json();
  return { put, get };
}

describe("/api/choices", () => {
  it("begins with nothing chosen, and gives back what was put", async () => {
    const { put, get } = startApp();
    expect(await get()).toEqual(NO_CHOICES);
    const answer = await put(JSON.stringify(wanted), ["Origin", `http://${HOST}`]);
    expect([answer.status, await answer.json()]).toEqual([200, wanted]);
    expect(await get()).toEqual(wanted);
  });
  it.each([
    ["no JSON", "{", "The request is not"],
    ["another version", JSON.stringify({ ...wanted, version: 2 }), "`version`"],
    ["an unknown goal", JSON.stringify({ ...wanted, metric: { tag: "a", goal: "up" } }), "`metric.goal`"],
    [
      "a run without a name",
      JSON.stringify({ ...wanted, excluded: [{ run: "", because: "" }] }),
      "`excluded.0.run` is not as it should be",
    ],
    [
      "two sweeps of one name",
      JSON.stringify({
        ...wanted,
        sweeps: [1, 2].map(() => ({ name: "x", runs: ["a"], metric: null, loss: null })),
      }),
      "two sweeps have the same name",
    ],
  ])("refuses %s and says what is wrong", async (_, body, text) => {
    const { put, get } = startApp();
    const answer = await put(body);
    expect(answer.status).toBe(400);
    expect((await answer.json()).error).toContain(text);
    expect(await get()).toEqual(NO_CHOICES);
  });
  it("is not for pages of other sites, nor under other names", async () => {
    const { put, get } = startApp();
    expect((await put(JSON.stringify(wanted), ["Origin", "https://attacker.example"])).status).toBe(403);
    expect((await put(JSON.stringify(wanted), ["Host", "attacker.example"])).status).toBe(403);
    expect(await get()).toEqual(NO_CHOICES);
  });
  it("says when they cannot be kept", async () => {
    const answer = await startApp(true).put(JSON.stringify(wanted));
    expect(answer.status).toBe(500);
    expect((await answer.json()).error).toBe("Your choices are not kept: no space left on device.");
  });
});
