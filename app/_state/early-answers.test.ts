import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { ASK_EARLY, takeEarly } from "./early-answers.ts";

/** Lets the script of the head ask an engine that has `answers`, and puts what it holds where pages hold it. */
function askEarly(answers: Readonly<Record<string, Response>>): void {
  const window: Record<string, unknown> = {};
  const fetch = (path: string): Promise<Response> => {
    const answer = answers[path];
    return answer === undefined ? Promise.reject(new TypeError("no engine")) : Promise.resolve(answer);
  };
  runInNewContext(ASK_EARLY, { window, fetch });
  Object.assign(globalThis, window);
}

it("gives the first who asks what the page has asked before its scripts, and nobody else", async () => {
  askEarly({ "/api/runs": Response.json({ version: 7 }) });
  expect(await (await takeEarly("/api/runs"))?.json()).toEqual({ version: 7 });
  expect(await takeEarly("/api/runs")).toBeNull();
});

it("has nothing where the engine refused, was silent or said what is no JSON: it is asked again then", async () => {
  askEarly({ "/api/runs": new Response("log in", { status: 401 }), "/api/review": new Response("<html>") });
  expect(await takeEarly("/api/runs")).toBeNull();
  expect(await takeEarly("/api/review")).toBeNull();
  expect(await takeEarly("/api/session")).toBeNull();
});

it("has nothing on a page whose head asks nothing", async () => {
  Reflect.deleteProperty(globalThis, "tuneboardEarly");
  expect(await takeEarly("/api/annotations")).toBeNull();
});
