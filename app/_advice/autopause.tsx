/** The switch that lets the advice pause hopeless runs of a sweep, what that means, and which it has paused. */
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { GAPS } from "../../lib/advisor/pausing/tolerable-gap.ts";
import type { SweepAdvice } from "../../lib/core/advice.ts";
import type { PausedRun } from "../../lib/core/autopause.ts";
import { changeAutopause, useAutopauseError, useAutopauseOf } from "../_state/autopause.ts";
import { sendAutopause, sendWish } from "../_state/launching-engine.ts";
import { useSession } from "../_state/session.ts";
import { SwitchButton } from "../_ui/switch-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { describeTime } from "./time.ts";

/** Nothing where this sweep has no run that could be paused, nobody agreed and none is paused. */
export function Autopause({ sweep }: { readonly sweep: SweepAdvice }) {
  const t = useTranslations("autopause");
  const mayLook = useSession(({ session }) => session?.maySay === true);
  const mayAgree = useSession(({ session }) => session?.mayLaunch === true);
  const isAdmin = useSession(({ session }) => session?.mayAdminister === true);
  const locale = useLocale();
  const state = useAutopauseOf(sweep.id, mayLook);
  const error = useAutopauseError();
  /** What the switch was turned to, until the engine has answered. */
  const [turned, setTurned] = useState<boolean | null>(null);
  if (state === null) return null;
  const { consents, isMine, underWay, resuming, paused } = state;
  if (underWay === 0 && consents.length === 0 && paused.length === 0) return null;
  const turn = async (on: boolean): Promise<void> => {
    setTurned(on);
    await changeAutopause(() => sendAutopause(sweep.id, on));
    setTurned(null);
  };
  return (
    <section aria-label={t("title")} data-testid="autopause" className="mt-2 rounded bg-raised px-2 py-1.5">
      {mayAgree && (
        <SwitchButton text={t("turn")} hint={t("hint")} isOn={turned ?? isMine} onChange={(on) => void turn(on)} />
      )}
      {consents.map(({ who, at, reach }) => (
        <p key={who} className="px-1.5 text-2xs text-ink-soft">
          {t("on", { who, whose: reach, time: describeTime(at, locale) })}
        </p>
      ))}
      {mayAgree && <Meaning isAdmin={isAdmin} isOpen={!isMine} underWay={underWay} resuming={resuming} />}
      {error !== null && (
        <p role="alert" className="text-red">
          {error}
        </p>
      )}
      {paused.length > 0 && (
        <ul className="mt-1 space-y-1 px-1.5">
          {paused.map((run) => (
            <PausedLine
              key={run.launch}
              run={run}
              onResume={mayAgree ? () => void changeAutopause(() => sendWish(`${run.launch}/resume`)) : null}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface MeaningProps {
  readonly isAdmin: boolean;
  /** Before it is switched on, one reads what it does. */
  readonly isOpen: boolean;
  readonly underWay: number;
  readonly resuming: number;
}

function Meaning({ isAdmin, isOpen, underWay, resuming }: MeaningProps) {
  const t = useTranslations("autopause");
  const percent = (share: number): number => Math.round(100 * share);
  return (
    <details open={isOpen} className="px-1.5 text-2xs text-ink-soft">
      <summary className="cursor-pointer text-ink-faint hover:text-ink">{t("more")}</summary>
      <p>{t("what", { whose: isAdmin ? "all" : "own" })}</p>
      <ul className="list-disc pl-4">
        {GAPS.map(([seen, gap]) => (
          <li key={seen}>{t("gap", { gap: percent(gap), seen: percent(seen) })}</li>
        ))}
      </ul>
      <p>{t("keeps")}</p>
      <p>{t("risk")}</p>
      {underWay > 0 && (
        <p className={resuming < underWay ? "text-amber" : ""}>
          {resuming === underWay
            ? t("allResume", { count: underWay })
            : t.rich(resuming === 0 ? "noneResume" : "resuming", {
                count: underWay,
                resuming,
                code: (text) => <code>{text}</code>,
              })}
        </p>
      )}
    </details>
  );
}

function PausedLine({ run, onResume }: { readonly run: PausedRun; readonly onResume: (() => void) | null }) {
  const t = useTranslations("autopause");
  const locale = useLocale();
  return (
    <li className="flex items-start gap-2" data-testid="paused-run">
      <span className="mr-auto min-w-0 break-words">
        <bdi className="font-medium">{run.name}</bdi>{" "}
        <span className="text-ink-soft">
          {t("paused", { time: describeTime(run.at, locale), because: run.because })}
        </span>
      </span>
      {onResume !== null && <TextButton text={t("resume")} onClick={onResume} />}
    </li>
  );
}
