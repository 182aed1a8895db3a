/** Real runs that fail beside a paused one; what the advice would say of them is given. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { endOf, idsOf, openQueue, orderOf, runningOf, stateDir, submissionOf } from "../../fixtures/builders/queue.ts";
import type { SweepAdvice } from "../core/advice.ts";
import { Store } from "../store/store.ts";
import { Comebacks } from "./comebacks.ts";

const SWEEP: SweepAdvice = {
  id: "s",
  title: "rates",
  runs: ["paused", "other"],
  varies: ["lr"],
  metric: { tag: "dev/accuracy", goal: "max" },
  loss: null,
  advice: [],
};

/** One run that was paused, and another that ends by `script`, or is stopped where that is null. */
async function pausedBeside(script: string | null) {
  const parts = await openQueue(2);
  const { queue, table, pauses } = parts;
  const at = (name: string) => ({ logdir: join(stateDir, "logs", name) });
  const other = script === null ? ["sleep", "1000"] : ["sh", "-c", script];
  const [id, beside] = idsOf(
    queue.submit(submissionOf([orderOf(["sleep", "1000"], at("paused")), orderOf(other, at("other"))]), "ann"),
  );
  await runningOf(table, id);
  queue.pauseRun(id, { because: "it is far behind", sweep: "s", who: "ann" });
  if (script === null) {
    await runningOf(table, beside);
    queue.stop(beside, "ann");
  }
  await Promise.all([endOf(table, id), endOf(table, beside)]);
  pauses.consent("here", { sweep: "s", title: "rates", who: "ann", isOwner: true, at: 0 });
  const asked = { times: 0 };
  const comebacks = new Comebacks({
    launcher: () => parts,
    place: "here",
    store: new Store([{ name: "logs", path: join(stateDir, "logs"), error: null, passedOver: [] }]),
    considered: async () => {
      asked.times += 1;
      return { answer: { version: 1, sweeps: [SWEEP] }, ageSecs: 0, runIds: new Map() };
    },
    reachOf: () => "all",
  });
  return { ...parts, id, comebacks, asked };
}

it("a paused run goes on where everything beside it has failed", async () => {
  const { id, table, comebacks } = await pausedBeside("exit 1");
  await comebacks.look();
  expect(await runningOf(table, id)).toMatchObject({ attempt: 2 });
});

it.each([
  { script: "exit 0", because: "came through" },
  { script: null, because: "was stopped by somebody" },
])("a paused run stays where another $because, and the advisor is not asked again for nothing", async ({ script }) => {
  const { id, table, comebacks, asked } = await pausedBeside(script);
  await comebacks.look();
  await comebacks.look();
  expect(table.get(id)).toMatchObject({ attempt: 1, phase: { state: "ended" } });
  expect(asked.times).toBe(1);
});

it("a paused run stays where nobody agrees any more", async () => {
  const { id, table, pauses, comebacks, asked } = await pausedBeside("exit 1");
  pauses.withdraw("here", "s", "ann");
  await comebacks.look();
  expect(table.get(id)).toMatchObject({ attempt: 1, phase: { state: "ended" } });
  expect(asked.times).toBe(0);
});
