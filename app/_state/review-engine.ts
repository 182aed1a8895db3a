/** The part of the engine's API that is about comments and verdicts. */
import type {
  Comment,
  CommentVersion,
  NewsAnswer,
  NewThread,
  ReviewAnswer,
  VerdictChange,
} from "../../lib/core/review.ts";
import { takeEarly } from "./early-answers.ts";
import { ask, EngineRefusal } from "./engine.ts";
import { usePreferences } from "./preferences.ts";

/** What became of a wish. `is`: the comment as it is at the engine, where somebody else was faster. */
export type Sent =
  | { readonly kind: "done"; readonly answer: ReviewAnswer }
  | { readonly kind: "conflict"; readonly is: Comment | null; readonly because: string }
  | { readonly kind: "failed"; readonly because: string };

export const fetchReview = async (): Promise<ReviewAnswer> =>
  ((await takeEarly("/api/review")) ?? (await ask("/api/review"))).json();

export const fetchHistory = async (comment: string): Promise<readonly CommentVersion[]> =>
  (await ask(`/api/review/comments/${comment}/history`)).json();

export const fetchNews = async (): Promise<NewsAnswer> =>
  (await ask(`/api/review/news?language=${usePreferences.getState().language}`)).json();

export const sendRead = async (position: number): Promise<void> => {
  await ask("/api/review/news/read", { ...JSON_BODY, method: "PUT", body: JSON.stringify({ position }) });
};

export const sendThread = (thread: NewThread): Promise<Sent> => send("POST", "threads", thread);

export const sendReply = (thread: string, comment: { readonly id: string; readonly text: string }): Promise<Sent> =>
  send("POST", `threads/${thread}/comments`, comment);

export const sendChange = (comment: string, version: number, text: string): Promise<Sent> =>
  send("PATCH", `comments/${comment}`, { version, text });

export const sendRemoval = (comment: string, version: number): Promise<Sent> =>
  send("DELETE", `comments/${comment}`, { version });

export const sendResolution = (thread: string, isResolved: boolean): Promise<Sent> =>
  send("POST", `threads/${thread}/resolve`, { isResolved });

export const sendVerdict = (change: VerdictChange): Promise<Sent> => send("PUT", "verdict", change);

const JSON_BODY = { headers: { "content-type": "application/json" } };

async function send(method: string, path: string, body: object): Promise<Sent> {
  try {
    const response = await ask(`/api/review/${path}`, { ...JSON_BODY, method, body: JSON.stringify(body) });
    return { kind: "done", answer: await response.json() };
  } catch (error) {
    if (!(error instanceof EngineRefusal)) return { kind: "failed", because: String(error) };
    const because = error.reason === "" ? error.message : error.reason;
    const { body: said } = error;
    if (typeof said !== "object" || said === null || !("is" in said)) return { kind: "failed", because };
    return { kind: "conflict", is: isComment(said.is) ? said.is : null, because };
  }
}

const isComment = (value: unknown): value is Comment =>
  typeof value === "object" && value !== null && "text" in value && "version" in value;
