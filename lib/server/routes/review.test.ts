import { expect, it } from "vitest";
import { AS_OWNER } from "../../../fixtures/builders/access.ts";
import { openReview, stateFolder, storeOf } from "../../../fixtures/builders/review.ts";
import { served } from "../../../fixtures/builders/served.ts";

async function board() {
  const store = storeOf("/logs", [{ path: "lr/a", startsAt: 1000 }]);
  const { review, idOf } = await openReview(stateFolder(), store);
  const { ask } = served({ store, engine: { review } });
  const send = (path: string, body: object, method = "POST") =>
    ask(`/api/review/${path}`, { method, headers: AS_OWNER, body: JSON.stringify(body) });
  const anchor = { kind: "run", runs: [idOf("lr/a")] };
  return { send, anchor, wish: { id: "thread-1", comment: "comment-1", anchor, text: "hm" } };
}

it("what a thread is about is said by the engine, and by nobody who writes one", async () => {
  const { send, wish } = await board();
  expect((await send("threads", { ...wish, title: "something else" })).status).toBe(400);
  const answer = await (await send("threads", wish)).json();
  expect(answer.threads).toMatchObject([{ id: "thread-1", title: "lr/a" }]);
});

it.each(["\u200b\u200b", " \n\u2066\u2069", "\u3164"])("a comment of %j is none, and that is said", async (text) => {
  const { send, wish } = await board();
  const answer = await send("threads", { ...wish, text });
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { error: "`text` is not as it should be: it holds nothing that can be seen." },
  ]);
  await send("threads", wish);
  expect((await send("comments/comment-1", { version: 1, text }, "PATCH")).status).toBe(400);
});

it("a sweep or a run that is not here has no threads and no verdicts", async () => {
  const { send, wish } = await board();
  const anchors = [
    { kind: "run", runs: ["nobody"] },
    { kind: "advice", sweep: "s", rule: "pause", runs: wish.anchor.runs },
  ];
  for (const anchor of anchors) expect((await send("threads", { ...wish, anchor })).status).toBe(404);
  const subject = { kind: "sweep", sweep: "s", runs: wish.anchor.runs };
  const verdict = { subject, verdict: "chosen", because: "", was: null };
  expect((await send("verdict", verdict, "PUT")).status).toBe(404);
});
