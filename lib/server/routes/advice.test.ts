import { describe, expect, it } from "vitest";
import { storeWithSweeps } from "../../../fixtures/builders/rate-sweeps.ts";
import { served } from "../../../fixtures/builders/served.ts";
import { AdviceKeeper } from "../advice-cache.ts";

const NOW = 1_700_009_000;

/** The application over two sweeps, `a` and `b`, of which 0.1 is best. */
async function startApp() {
  const store = storeWithSweeps("a", "b");
  const keeper = new AdviceKeeper(store, () => NOW);
  const { ask, failures } = served({
    store,
    engine: {
      advise: (language) => keeper.advise(language),
      study: (think, language) => keeper.study(think, language),
    },
  });
  const { sweeps } = await keeper.advise();
  const [a, b] = sweeps.map(({ id }) => id);
  const get = async (path: string) => {
    const answer = await ask(`/api/advice${path}`);
    return {
      status: answer.status,
      type: answer.headers.get("Content-Type"),
      body: await answer.text(),
      headers: answer.headers,
    };
  };
  const json = async (path: string) => {
    const { status, body } = await get(path);
    return { status, body: JSON.parse(body) };
  };
  return { a, b, get, json, failures };
}

describe("/api/advice", () => {
  it("advises on every sweep, in the language that is asked for, and in English for readers of others", async () => {
    const { json } = await startApp();
    const headlines = async (query: string) =>
      (await json(query)).body.sweeps.map(({ advice }: { advice: { headline: string }[] }) => advice[0].headline);
    expect(await headlines("")).toEqual(Array(2).fill(expect.stringMatching(/^Train at learning rate 0\.1: /)));
    expect(await headlines("?language=zh")).toEqual(Array(2).fill(expect.stringMatching(/^用学习率 0\.1 训练/)));
    expect(await headlines("?language=fr")).toEqual(await headlines(""));
  });

  it("under other thresholds gives that sweep's advice and no other's, and keeps nothing of it", async () => {
    const { a, json } = await startApp();
    const stepsOf = (sweep: { advice: { rule: string; value: { recommendedSteps?: number } | null }[] }) =>
      sweep.advice.find(({ rule }) => rule === "converged-step")?.value?.recommendedSteps ?? 0;
    const [before] = (await json("")).body.sweeps;
    const { status, body } = await json(`/what-if?sweep=${a}&margin=1.2`);
    expect([status, body.id]).toEqual([200, a]);
    expect(stepsOf(body) / stepsOf(before)).toBeCloseTo(0.8, 1); // 1.2 against 1.5 times the converged step, both rounded up
    expect((await json("")).body.sweeps[0]).toEqual(before);
  });

  it("says within which thresholds the answer stays: around the value that is asked about", async () => {
    const { a, json } = await startApp();
    const { body } = await json(`/ranges?sweep=${a}&margin=2`);
    const margin = body.find(({ name }: { name: string }) => name === "margin");
    expect(margin).toMatchObject({ value: 2, default: 1.5, matters: true });
    expect(margin.same[0]).toBeLessThanOrEqual(2);
    expect(margin.same[1]).toBeGreaterThanOrEqual(2);
  });

  it("draws the evidence of one sweep", async () => {
    const { a, json } = await startApp();
    const { status, body } = await json(`/figures?sweep=${a}`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain("0.1");
  });

  it.each(["/figures", "/what-if", "/ranges"])("%s of a sweep that is not there is 404, and says so", async (path) => {
    const { json } = await startApp();
    for (const query of ["", "?sweep=", "?sweep=unheard-of"])
      expect(await json(path + query)).toEqual({ status: 404, body: { error: "There is no such sweep (any more)." } });
  });

  it.each([
    ["/what-if", "gate=", "gate"],
    ["/what-if", "gate=wide", "gate"],
    ["/ranges", "margin=99", "margin"],
    ["/ranges", "delta=0.1", "delta"],
  ])("%s?%s is refused with the threshold's name", async (path, query, name) => {
    const { a, json } = await startApp();
    const { status, body } = await json(`${path}?sweep=${a}&${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatch(new RegExp(`^This cannot be asked: .*${name}`));
  });

  it("writes a report as a page or as Markdown, of all sweeps or of one", async () => {
    const { a, get, failures } = await startApp();
    const page = await get("/report");
    expect([page.status, page.type]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.headers.get("Content-Disposition")).toBe('attachment; filename="tuneboard-report.html"');
    expect(page.body).toContain("<h1>Tuning report");
    const text = await get(`/report?format=md&language=zh&sweep=${a}`);
    expect(text.type).toBe("text/markdown; charset=utf-8");
    expect(text.body).toMatch(/^# 调参报告：a\n/);
    expect(text.body).not.toContain("b/lr=0.1");
    expect(failures).toEqual([]);
  });

  it.each([
    "format=pdf",
    "language=fr",
    "colour=red",
  ])("refuses a report with %s and says which part is wrong", async (query) => {
    const { json } = await startApp();
    const { status, body } = await json(`/report?${query}`);
    expect(status).toBe(400);
    expect(body.error).toContain(query.split("=")[0]);
  });
});
