/** What the launch form is about to launch: filled from elsewhere, an advice or a run. */
import { create } from "zustand";
import type { ProposedRun } from "../../lib/core/launch-form.ts";
import type { LaunchSummary } from "../../lib/core/launches.ts";
import { setView } from "./view.ts";

export type LaunchDraft =
  | { readonly kind: "sweep" }
  /** `base`: the run that the advice starts from. */
  | {
      readonly kind: "next";
      readonly title: string;
      readonly base: string | null;
      readonly runs: readonly ProposedRun[];
    }
  | { readonly kind: "clone"; readonly launch: LaunchSummary };

export const useLaunchDraft = create<{ readonly draft: LaunchDraft }>(() => ({ draft: { kind: "sweep" } }));

/** Opens the form with `draft` in it. */
export function openLaunchForm(draft: LaunchDraft): void {
  useLaunchDraft.setState({ draft });
  setView({ screen: "launches", launchPane: "new" });
}
