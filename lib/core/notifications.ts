/** What travels about who is told of what. */

/** Answer of `GET /api/notifications`. Addresses hold the right to write there: none is in it. */
export interface NotificationsAnswer {
  /** The file that says who is told, absolute. */
  readonly file: string;
  /** What is wrong with it, in a sentence; null when nothing is, or it is not there. */
  readonly problem: string | null;
  /** Whether there is such a file: without one nobody is told of anything. */
  readonly isThere: boolean;
  readonly hooks: readonly HookSummary[];
  /** Whether it is shown on the desktop of the machine where Tuneboard runs. */
  readonly desktop: boolean;
}

export type ToldService = "slack" | "feishu" | "dingtalk" | "json";
export type ToldEvent = "finished" | "failed" | "paused" | "diverged" | "stalled" | "advice changed";

export interface HookSummary {
  readonly service: ToldService;
  /** Name and port of the machine that is told; no more of its address. */
  readonly host: string;
  readonly isSigned: boolean;
  readonly events: readonly ToldEvent[];
}

/** Answer of `POST /api/notifications/test`: what the receiver made of a test message. */
export interface TestAnswer {
  readonly isSent: boolean;
  /** One sentence. */
  readonly text: string;
}
