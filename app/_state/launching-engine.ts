/** The part of the engine's API that launches runs: it takes a login, and a word with everything that changes something. */
import type { AutopauseAnswer } from "../../lib/core/autopause.ts";
import type { LaunchWish, PlansAnswer, WishPreview } from "../../lib/core/launch-form.ts";
import type {
  LaunchAnswer,
  LaunchesAnswer,
  OutputSearchAnswer,
  SubmittedAnswer,
  WishAnswer,
} from "../../lib/core/launches.ts";
import type { MachineAnswer, UseAnswer } from "../../lib/core/machine.ts";
import { ask } from "./engine.ts";

export const fetchLaunches = async (limit: number): Promise<LaunchesAnswer> =>
  (await ask(`/api/launches?order=queue&limit=${limit}`)).json();

export const fetchLaunch = async (id: string): Promise<LaunchAnswer> => (await ask(`/api/launches/${id}`)).json();

/** What an attempt used over time. */
export const fetchUse = async (id: string, attempt: number): Promise<UseAnswer> =>
  (await ask(`/api/launches/${id}/use?attempt=${attempt}`)).json();

export const fetchMachine = async (): Promise<MachineAnswer> => (await ask("/api/machine")).json();

export const fetchPlans = async (): Promise<PlansAnswer> => (await ask("/api/plans")).json();

export const fetchPreview = (wish: LaunchWish, priority: number): Promise<WishPreview> =>
  post("/api/plans/preview", { wish, priority });

/** `key`: the same one is the same launch, however often it is sent. */
export const submitWish = (wish: LaunchWish, priority: number, key: string): Promise<SubmittedAnswer> =>
  post("/api/plans/launch", { wish, priority, key, confirmed: true });

/** Says in words what became of it. */
export const sendWish = (path: string, body: object = {}): Promise<WishAnswer> => post(`/api/launches/${path}`, body);

export const fetchAutopause = async (): Promise<AutopauseAnswer> => (await ask("/api/autopause")).json();

/** Lets the advice pause hopeless runs of a sweep (its id), or not any more. Says in words what became of it. */
export const sendAutopause = (sweep: string, on: boolean): Promise<WishAnswer> => post("/api/autopause", { sweep, on });

export interface OutputBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly size: number;
}

/** A part of what an attempt wrote; a negative `from` counts from the end. */
export async function fetchOutput(id: string, attempt: number, from: number, length: number): Promise<OutputBytes> {
  const answer = await ask(`/api/launches/${id}/output?attempt=${attempt}&from=${from}&length=${length}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const numberIn = (header: string) => Number(answer.headers.get(header) ?? 0);
  return { bytes, start: numberIn("X-Output-Start"), size: numberIn("X-Output-Size") };
}

/** The byte at which `text` stands next; null when it does not. Asks on until all is looked through or `signal` aborts. */
export async function findInOutput(
  id: string,
  attempt: number,
  search: { readonly text: string; readonly from: number; readonly backwards: boolean },
  signal: AbortSignal,
): Promise<number | null> {
  for (let from = search.from; !signal.aborted; ) {
    const query = new URLSearchParams({
      attempt: String(attempt),
      text: search.text,
      from: String(from),
      backwards: String(search.backwards),
    });
    const answer: OutputSearchAnswer = await (
      await ask(`/api/launches/${id}/output/search?${query}`, { signal })
    ).json();
    if (answer.kind !== "further") return answer.kind === "found" ? answer.at : null;
    from = answer.at;
  }
  return null;
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  return (await ask(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
}
