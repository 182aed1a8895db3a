/** How a run is doing, as a small sign: shape and colour both tell, and the words stand in its title. */
import { Check, CirclePause, CircleStop, Trash2, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RunState } from "../../lib/core/series.ts";

export function StateBadge({ state }: { readonly state: RunState }) {
  const t = useTranslations("runs.states");
  return (
    <span
      role="img"
      aria-label={t(state)}
      title={t(state)}
      data-state={state}
      className="grid size-4 shrink-0 place-items-center"
    >
      <Sign state={state} />
    </span>
  );
}

function Sign({ state }: { readonly state: RunState }) {
  switch (state) {
    case "live":
      return (
        <span className="size-2 motion-safe:animate-[tb-breathe_2s_ease-in-out_infinite] rounded-full bg-accent" />
      );
    case "finished":
      return <Check size={13} className="text-ink-faint" aria-hidden="true" />;
    case "failed":
      return <X size={13} strokeWidth={2.5} className="text-red" aria-hidden="true" />;
    case "stopped":
      return <CircleStop size={13} className="text-ink-faint" aria-hidden="true" />;
    case "stalled":
      return <CirclePause size={13} className="text-amber" aria-hidden="true" />;
    case "gone":
      return <Trash2 size={12} className="text-ink-faint" aria-hidden="true" />;
    case "unknown":
      return <span className="size-1.5 rounded-full border border-line-strong" />;
  }
}
