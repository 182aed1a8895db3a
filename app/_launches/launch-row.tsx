/** One launch in two lines: what and how it goes, where and why. */
import { ArrowDown, ArrowUp, Check, CirclePause, CirclePlay, CircleStop, Clock, RotateCcw, X } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { formatStep } from "../../lib/charts/ticks.ts";
import type { LaunchSummary } from "../../lib/core/launches.ts";
import { wish } from "../_state/launches.ts";
import { setView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { ProgressBar } from "../_ui/progress-bar.tsx";
import { useDuration } from "../_ui/use-duration.ts";

const LARGEST_PRIORITY = 1000;

export function LaunchRow({ launch, isOpen }: { readonly launch: LaunchSummary; readonly isOpen: boolean }) {
  const t = useTranslations("launches");
  const { id, name, project, state, priority, stepsDone, stepsToMake } = launch;
  const raise = (by: number): void => {
    const wanted = Math.max(-LARGEST_PRIORITY, Math.min(LARGEST_PRIORITY, priority + by));
    void wish(`${id}/priority`, { priority: wanted });
  };
  return (
    <div
      data-testid="launch"
      data-state={state}
      data-name={name}
      className={`flex h-12 items-center gap-2 border-line border-b px-3 ${isOpen ? "bg-accent-soft" : "hover:bg-hover"}`}
    >
      <LaunchSign launch={launch} />
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setView({ launch: isOpen ? null : id })}
        className="min-w-0 flex-1 text-left"
      >
        <span className="flex items-baseline gap-2">
          <bdi className="min-w-0 truncate font-medium" title={`${project}: ${name}`}>
            {name}
          </bdi>
          <span className="shrink-0 text-2xs text-ink-soft">{project}</span>
          {priority !== 0 && <span className="shrink-0 text-2xs text-ink-soft">{t("priority", { priority })}</span>}
        </span>
        <span className="flex items-center gap-2 text-2xs text-ink-soft">
          {stepsDone !== null && stepsToMake !== null && (
            <ProgressBar done={stepsDone} of={stepsToMake} className="w-16 shrink-0" />
          )}
          <span className="min-w-0 truncate" data-testid="progress">
            <Progress launch={launch} />
          </span>
        </span>
      </button>
      {state === "queued" && (
        <>
          <IconButton icon={ArrowUp} name={t("sooner", { name })} onClick={() => raise(1)} />
          <IconButton icon={ArrowDown} name={t("later", { name })} onClick={() => raise(-1)} />
        </>
      )}
      {state === "paused" && (
        <IconButton icon={CirclePlay} name={t("resumeRun", { name })} onClick={() => void wish(`${id}/resume`)} />
      )}
      {state === "ended" && (
        <IconButton icon={RotateCcw} name={t("retry", { name })} onClick={() => void wish(`${id}/retry`)} />
      )}
      {state !== "ended" && state !== "paused" && (
        <IconButton
          icon={state === "queued" ? X : CircleStop}
          name={t(state === "queued" ? "takeOut" : "stop", { name })}
          onClick={() => void wish(`${id}/stop`)}
        />
      )}
    </div>
  );
}

/** The state in words, with how long, where, and why it waits or how it ended. */
function Progress({ launch }: { readonly launch: LaunchSummary }) {
  const t = useTranslations("launches");
  const locale = useLocale();
  const durationOf = useDuration();
  const { state, elapsedSecs, stepsDone, stepsToMake, slot, waitsFor, ending, attempt, startedAt } = launch;
  const steps = stepsDone === null ? null : { done: formatStep(stepsDone), all: formatStep(stepsToMake ?? 0) };
  const parts = [
    state !== "paused" && t(`states.${state}`), // its ending says so, and why
    state === "queued" && (waitsFor ?? t("itsTurn")),
    ending,
    elapsedSecs !== null && durationOf(elapsedSecs),
    steps !== null && t(stepsToMake === null ? "steps" : "stepsOf", steps),
    slot,
    startedAt !== null && t("startedAt", { time: new Date(startedAt * 1000).toLocaleTimeString(locale) }),
    attempt > 1 && t("attempt", { attempt }),
  ];
  return parts.filter(Boolean).join(" · ");
}

function LaunchSign({ launch: { state, isGood } }: { readonly launch: LaunchSummary }) {
  const looks = "shrink-0";
  switch (state) {
    case "running":
    case "starting":
      return (
        <span
          aria-hidden="true"
          className="m-1 size-2 shrink-0 rounded-full bg-accent motion-safe:animate-[tb-breathe_2s_ease-in-out_infinite]"
        />
      );
    case "stopping":
      return <CircleStop size={16} aria-hidden="true" className={`${looks} text-amber`} />;
    case "paused":
      return <CirclePause size={16} aria-hidden="true" className={`${looks} text-amber`} />;
    case "queued":
      return <Clock size={16} aria-hidden="true" className={`${looks} text-ink-soft`} />;
    case "ended":
      return isGood === true ? (
        <Check size={16} aria-hidden="true" className={`${looks} text-green`} />
      ) : (
        <X size={16} aria-hidden="true" className={`${looks} text-red`} />
      );
  }
}
