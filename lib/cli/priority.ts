/** `tuneboard queue priority`: which of the launches that wait comes first. */
import type { LaunchAnswer, WishAnswer } from "../core/launches.ts";
import { Priority } from "../launcher/launch.ts";
import { misused } from "./failure.ts";
import type { LauncherClient } from "./launcher-client.ts";

const EXAMPLE = "tuneboard queue priority 7kq 10";

/**
 * Gives the launch whose id begins with `id` the priority that `text` says. The answer as text.
 *
 * @throws CommandFailure where one of them is missing or wrong (null: it was not given), or there is no such launch.
 */
export async function setPriority(client: LauncherClient, id: string | null, text: string | null): Promise<string> {
  if (id === null || !/^\w+$/.test(id))
    throw misused(`queue priority needs the id of a launch that waits: ${EXAMPLE}.`);
  const priority = Priority.safeParse(/^-?\d+$/.test(text ?? "") ? Number(text) : text);
  if (!priority.success) {
    const { minValue, maxValue } = Priority;
    throw misused(`queue priority needs a whole number from ${minValue} to ${maxValue}: ${EXAMPLE}.`);
  }
  const { launch } = await client.ask<LaunchAnswer>(`/api/launches/${id}`);
  const { text: answer } = await client.ask<WishAnswer>(`/api/launches/${launch.id}/priority`, {
    priority: priority.data,
  });
  return `${launch.id} ${launch.name}: ${answer}`;
}
