/** Runs that the advice goes without by the reader's choice, each with the reason, and a way to leave out one more. */
import { RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import type { SweepAdvice } from "../../lib/core/advice.ts";
import { type Choices, isAmong } from "../../lib/core/choices.ts";
import { leaveOut, takeBack } from "../_state/choice-changes.ts";
import { decide } from "../_state/choices.ts";
import { TextButton } from "../_ui/text-button.tsx";

export function LeftOut({ sweep, choices }: { readonly sweep: SweepAdvice; readonly choices: Choices }) {
  const t = useTranslations("choices");
  const id = useId();
  const counted = sweep.runs.filter(
    (run) =>
      !isAmong(
        run,
        choices.excluded.map((one) => one.run),
      ),
  );
  const [chosen, setRun] = useState<string | null>(null);
  const [because, setBecause] = useState("");
  const run = chosen !== null && counted.includes(chosen) ? chosen : (counted[0] ?? null);
  return (
    <fieldset>
      <legend className="mb-1 text-2xs text-ink-faint">{t("leftOut")}</legend>
      {choices.excluded.length > 0 && (
        <ul className="mb-2 space-y-1">
          {choices.excluded.map((one) => (
            <li key={one.run} data-testid="left-out" className="flex items-start gap-2">
              <p className="min-w-0 flex-1 break-words">
                <bdi className="font-mono text-xs">{one.run}</bdi>{" "}
                <bdi className="text-ink-soft">{one.because === "" ? t("noReason") : one.because}</bdi>
              </p>
              <TextButton
                text={t("takeBack")}
                icon={RotateCcw}
                onClick={() => void decide((now) => takeBack(now, one.run))}
              />
            </li>
          ))}
        </ul>
      )}
      {run !== null && (
        <form
          className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            setBecause("");
            void decide((now) => leaveOut(now, run, because.trim()));
          }}
        >
          <label htmlFor={`${id}-run`}>{t("run")}</label>
          <select
            id={`${id}-run`}
            value={run}
            onChange={(event) => setRun(event.target.value)}
            className="h-7 min-w-0 rounded border border-line bg-canvas px-1 font-mono text-xs"
          >
            {counted.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <label htmlFor={`${id}-because`}>{t("because")}</label>
          <div className="flex min-w-0 gap-1.5">
            <input
              id={`${id}-because`}
              value={because}
              maxLength={1000}
              placeholder={t("becauseHint")}
              onChange={(event) => setBecause(event.target.value)}
              className="h-7 min-w-0 flex-1 rounded border border-line bg-canvas px-2 placeholder:text-ink-faint"
            />
            <button type="submit" className="h-7 shrink-0 rounded border border-line bg-raised px-2.5 hover:bg-hover">
              {t("leaveOut")}
            </button>
          </div>
        </form>
      )}
    </fieldset>
  );
}
