/** What the kernel tells of a run that has ended. */
import { statOf, TICKS_A_SECOND } from "../processes/process-identity.ts";

/** Processor time of all children that this process has waited for, and of theirs. */
export function childProcessorTime(): { readonly userSecs: number; readonly systemSecs: number } {
  const stat = statOf(process.pid);
  return {
    userSecs: (stat?.childUserTicks ?? 0) / TICKS_A_SECOND,
    systemSecs: (stat?.childSystemTicks ?? 0) / TICKS_A_SECOND,
  };
}
