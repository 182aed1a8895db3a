/** Comments and verdicts: the same for everybody, so they live at the engine, and this is a copy that is kept fresh. */
import { create } from "zustand";
import type {
  Anchor,
  Comment,
  GivenVerdict,
  ReviewAnswer,
  RunVerdict,
  SweepVerdict,
  Thread,
  Verdict,
  VerdictChange,
} from "../../lib/core/review.ts";
import { askAdvice } from "./advice.ts";
import { onReview } from "./live.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import {
  fetchReview,
  type Sent,
  sendChange,
  sendRemoval,
  sendReply,
  sendResolution,
  sendThread,
  sendVerdict,
} from "./review-engine.ts";
import { noteAct } from "./undo.ts";
import { addressOf, setView, useView } from "./view.ts";

export interface ReviewState {
  readonly threads: readonly Thread[];
  readonly verdictByRun: ReadonlyMap<string, RunVerdict>;
  readonly sweepVerdicts: readonly SweepVerdict[];
  /** Names that can be mentioned. */
  readonly people: readonly string[];
  /** Why nothing can be written down, in the engine's words; null when it can. */
  readonly problem: string | null;
  /** Why the last verdict or resolution did not count; null when it did. */
  readonly error: string | null;
}

export const useReview = create<ReviewState>(() => ({
  threads: [],
  verdictByRun: new Map(),
  sweepVerdicts: [],
  people: [],
  problem: null,
  error: null,
}));

/** Whether the engine has told which threads there are. */
let isKnown = false;

/** Asks how things stand, one question at a time; news that come meanwhile ask once more. */
const read = oneAtATime(async () => {
  try {
    take(await fetchReview());
  } catch {
    // The line of the connection says that the engine does not answer.
  }
});

let held = "";

/** What says the same changes nothing: marks and lists would be made anew. */
function take(answer: ReviewAnswer): void {
  const text = JSON.stringify(answer);
  if (text === held) return;
  held = text;
  const { threads, runVerdicts, sweepVerdicts, people, problem } = answer;
  const before = useReview.getState().verdictByRun;
  const given = new Map(runVerdicts.map((one) => [one.run, one]));
  // The same map while it says the same: the list of runs is made anew with every other one.
  const verdictByRun = JSON.stringify([...before]) === JSON.stringify([...given]) ? before : given;
  const rejected = (verdicts: ReadonlyMap<string, RunVerdict>): string =>
    [...verdicts.values()].flatMap((one) => (one.verdict === "rejected" ? [one.run, one.because] : [])).join("\n");
  useReview.setState({ threads, verdictByRun, sweepVerdicts, people, problem });
  isKnown = true;
  openLinked();
  if (rejected(before) !== rejected(verdictByRun)) void askAdvice(); // the advice goes without those
}

/** Reads them, and again whenever somebody said something, for as long as the page is open. */
export function followReview(): void {
  void read();
  onReview(() => void read());
  useView.subscribe((view, before) => {
    if (view.thread !== before.thread) openLinked();
  });
}

/** Opens the thread that the address names, once it is known where it belongs; closes the one that the address names no more. */
function openLinked(): void {
  const { thread: id } = useView.getState();
  const { place } = useReviewPlace.getState();
  if (!isKnown || id === (place?.thread ?? null)) return;
  const thread = useReview.getState().threads.find((one) => one.id === id);
  useReviewPlace.setState({
    place: thread === undefined ? null : { anchor: thread.anchor, title: thread.title, thread: thread.id },
    isMissing: id !== null && thread === undefined,
  });
}

/** A link that opens the board as it is seen now, with a thread. */
export const linkToThread = (id: string): string =>
  new URL(addressOf({ ...useView.getState(), thread: id }), location.href).href;

/** What a sheet of comments is about, and how that is called. */
export interface ReviewPlace {
  readonly anchor: Anchor;
  readonly title: string;
  /** The thread to begin with; null: none. */
  readonly thread: string | null;
}

export const useReviewPlace = create<{
  readonly place: ReviewPlace | null;
  /** The address names a thread that is not here: deleted, about runs that are away, or not for this reader. */
  readonly isMissing: boolean;
}>(() => ({ place: null, isMissing: false }));

/** Opens the comments on a place, and says so in the address where it is a thread; null closes them. */
export function openPlace(place: ReviewPlace | null): void {
  useReviewPlace.setState({ place, isMissing: false });
  setView({ thread: place?.thread ?? null });
}

const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** A first comment on `anchor`. `key`: the same one is the same comment, however often it is sent. */
export const beginThread = (anchor: Anchor, text: string, key: string): Promise<Sent> =>
  taken(sendThread({ id: key, comment: `${key}-1`, anchor, text }));

/** For one comment, until it is sent. */
export const newKey = newId;

export const replyTo = (thread: string, text: string, key: string): Promise<Sent> =>
  taken(sendReply(thread, { id: key, text }));

export const changeComment = ({ id, version }: Comment, text: string): Promise<Sent> =>
  taken(sendChange(id, version, text));

export const deleteComment = ({ id, version }: Comment): Promise<Sent> => taken(sendRemoval(id, version));

/** Calls a thread resolved, or opens it again; can be taken back. */
export async function resolveThread({ id }: Thread, isResolved: boolean): Promise<void> {
  const set = async (is: boolean): Promise<void> => {
    tellFailure(await taken(sendResolution(id, is)));
  };
  await set(isResolved);
  noteAct({ undo: () => set(!isResolved), redo: () => set(isResolved) });
}

/** Judges a run or a sweep; can be taken back. `null` takes a verdict back. */
export async function judge(
  subject: VerdictChange["subject"],
  verdict: Verdict | null,
  because: string,
): Promise<Sent["kind"]> {
  const before = verdictOn(subject);
  const sent = await taken(sendVerdict({ subject, verdict, because, was: before?.position ?? null }));
  tellFailure(sent);
  if (sent.kind !== "done") return sent.kind;
  const set = async (to: Verdict | null, why: string): Promise<void> => {
    const was = verdictOn(subject)?.position ?? null;
    tellFailure(await taken(sendVerdict({ subject, verdict: to, because: why, was })));
  };
  noteAct({
    undo: () => set(before?.verdict ?? null, before?.because ?? ""),
    redo: () => set(verdict, because),
  });
  return sent.kind;
}

/** The verdict that stands on a run or a sweep; null when there is none. */
export function verdictOn(subject: VerdictChange["subject"]): GivenVerdict | null {
  const { verdictByRun, sweepVerdicts } = useReview.getState();
  return subject.kind === "run"
    ? (verdictByRun.get(subject.run) ?? null)
    : (sweepVerdicts.find(({ sweep }) => sweep === subject.sweep) ?? null);
}

function tellFailure(sent: Sent): void {
  useReview.setState({ error: sent.kind === "done" ? null : sent.because });
}

/** Shows at once what the engine answered, without waiting to be told. */
async function taken(sending: Promise<Sent>): Promise<Sent> {
  const sent = await sending;
  if (sent.kind === "done") take(sent.answer);
  if (sent.kind === "conflict") await read(); // whoever was faster is shown before it is said
  return sent;
}
