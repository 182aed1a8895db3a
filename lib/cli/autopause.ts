/** `tuneboard queue autopause`: whether the advice may stop hopeless runs of a sweep, and what it has stopped. */
import type { AutopauseAnswer, AutopauseSweep } from "../core/autopause.ts";
import type { WishAnswer } from "../core/launches.ts";
import { misused } from "./failure.ts";
import type { LauncherClient } from "./launcher-client.ts";

/**
 * Switches it for the sweep of that name or id, or with null says how it stands: of that sweep, or of all. The answer as text.
 *
 * @throws CommandFailure where no dashboard runs: nobody else thinks about advice.
 */
export async function autopause(client: LauncherClient, sweep: string | null, turn: string | null): Promise<string> {
  if (client.url === null)
    throw misused("Pausing on the advice's word needs a dashboard that advises: start `tuneboard --logdir DIR` first.");
  if (turn !== null && turn !== "on" && turn !== "off")
    throw misused(`queue autopause is switched on or off, not "${turn}".`);
  if (turn !== null) {
    const { text } = await client.ask<WishAnswer>("/api/autopause", { sweep, on: turn === "on" });
    return text;
  }
  const { sweeps } = await client.ask<AutopauseAnswer>("/api/autopause");
  const asked = sweep === null ? sweeps : sweeps.filter(({ sweep: id, title }) => id === sweep || title === sweep);
  if (asked.length === 0) {
    if (sweep === null) return "There is no sweep yet.";
    throw misused(`There is no sweep ${sweep}; there is ${sweeps.map(({ title }) => title).join(", ") || "none"}.`);
  }
  return asked.map(describe).join("\n");
}

function describe({ title, consents, paused }: AutopauseSweep): string {
  const who = consents.map((one) => `${one.who} (${one.reach === "all" ? "all runs" : "their own runs"})`).join(", ");
  const lines = paused.map(({ launch, name, because }) => `  ${launch} ${name} is paused, because ${because}`);
  return [`${title}: ${who === "" ? "off" : `on, by ${who}`}`, ...lines].join("\n");
}
