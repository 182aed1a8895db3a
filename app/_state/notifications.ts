/** Who is told of what, as the sheet for it shows and tries it. */
import type { NotificationsAnswer, TestAnswer } from "../../lib/core/notifications.ts";
import { ask } from "./engine.ts";

export const fetchNotifications = async (): Promise<NotificationsAnswer> => (await ask("/api/notifications")).json();

/** Sends a test message to a receiver by its place in the file; null: to the desktop. */
export const sendTest = async (hook: number | null): Promise<TestAnswer> => {
  const headers = { "content-type": "application/json" };
  return (await ask("/api/notifications/test", { method: "POST", headers, body: JSON.stringify({ hook }) })).json();
};
