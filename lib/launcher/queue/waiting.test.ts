import { describe, expect, it } from "vitest";
import { sayAll } from "../../core/text.ts";
import { type Launch, LaunchOrder, type Phase } from "../launch.ts";
import { type WaitingFacts, whyWaiting as whyNot } from "./waiting.ts";

/** In English. */
const whyWaiting = (launch: Launch, facts: WaitingFacts): string | null => sayAll(whyNot(launch, facts), null);

const launch = (phase: Phase, needs: object = {}): Launch => ({
  id: "abcdefgh",
  project: "mlp",
  name: "rates/lr=1",
  priority: 0,
  submittedAt: 0,
  submittedBy: "tester",
  order: LaunchOrder.parse({ command: { argv: ["true"], cwd: "/" }, needs }),
  attempt: 0,
  failure: null,
  phase,
});
const queued = (needs: object = {}, notBefore = 0) => launch({ state: "queued", notBefore }, needs);
const running = launch({
  state: "running",
  progress: { slot: { kind: "cpu", cpus: 2 }, shim: null, process: null },
  startedAt: 0,
  stoppedBy: null,
});
const room: WaitingFacts = { paused: null, now: 100, active: [], needs: [], slots: 2, memoryMb: 16_384, gpu: null };

describe("why a launch waits", () => {
  it("is nothing while there is room: only its turn is missing", () => {
    expect(whyWaiting(queued(), room)).toBeNull();
  });

  it("is nothing for one that runs", () => {
    expect(whyWaiting(running, { ...room, paused: "lunch" })).toBeNull();
  });

  it.each([
    { facts: { paused: "lunch" }, text: "the queue is paused: lunch" },
    { facts: { needs: ["rates/lr=0.1"] }, text: "rates/lr=0.1 has to complete first" },
    { facts: { active: [running] }, text: "2 of 2 CPU slots are taken" },
    { facts: { gpu: "a GPU of its own has to become free" }, text: "a GPU of its own has to become free" },
    { facts: { gpu: "no GPU", active: [running] }, text: "2 of 2 CPU slots are taken" },
  ])("is the first that the queue would stumble over: $text", ({ facts, text }) => {
    expect(whyWaiting(queued(), { ...room, ...facts })).toBe(text);
  });

  it("names the pause before another attempt, the limit of a project, and how many slots one run needs", () => {
    expect(whyWaiting(queued({}, 130.5), room)).toBe("it is tried again in 31 s");
    expect(whyWaiting(queued({ atOnce: 1 }), { ...room, slots: 9, active: [running] })).toBe(
      "mlp runs 1 at once at most",
    );
    expect(whyWaiting(queued({ cpus: 2 }), { ...room, slots: 3, active: [running] })).toBe(
      "2 of 3 CPU slots are taken, and it needs 2",
    );
  });

  it("is not the size of a run that wants more slots than there are: it gets all of them", () => {
    expect(whyWaiting(queued({ cpus: 64 }), room)).toBeNull();
    const large = launch(running.phase, { memoryMb: 10_240 });
    expect(whyWaiting(queued({ memoryMb: 8192 }), { ...room, slots: 9, active: [large] })).toBe(
      "it needs 8 GB of memory, and 10 of 16 GB are promised to others",
    );
    expect(whyWaiting(queued({ memoryMb: 6144 }), { ...room, slots: 9, active: [large] })).toBeNull();
  });
});
