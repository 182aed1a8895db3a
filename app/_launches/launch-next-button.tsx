/** One click from an advice to the preview of what it asks for. */
import { Rocket } from "lucide-react";
import { useTranslations } from "use-intl";
import type { NextRun } from "../../lib/core/advice.ts";
import { useSweep } from "../_charts/use-marks.ts";
import { openLaunchForm } from "../_state/launch-draft.ts";
import { useSession } from "../_state/session.ts";

/** `runs`: what the shown sweep's advice proposes. Whom a login would let launch is offered it, viewers and guests are not. */
export function LaunchNextButton({ runs }: { readonly runs: readonly NextRun[] }) {
  const t = useTranslations("launches");
  const sweep = useSweep();
  const isRefused = useSession(
    ({ session }) => session?.mayLaunch === false && session.actor !== null && session.actor.via !== "open",
  );
  if (runs.length === 0 || sweep === null || isRefused) return null;
  const open = (): void =>
    openLaunchForm({
      kind: "next",
      title: sweep.title,
      base: sweep.startFrom?.run ?? sweep.runs[0] ?? null,
      runs: runs.map(({ why, hparams, steps, seeds }) => ({ why, hparams, steps, seeds })),
    });
  const count = runs.reduce((sum, { seeds }) => sum + Math.max(1, seeds.length), 0);
  return (
    <button
      type="button"
      onClick={open}
      className="mb-1.5 flex h-7 items-center gap-1.5 rounded border border-accent bg-raised px-2.5 text-accent hover:bg-hover"
    >
      <Rocket size={13} strokeWidth={1.75} aria-hidden="true" />
      {t("launchThese", { count })}
    </button>
  );
}
