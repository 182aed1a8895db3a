/** The verdict on a run or a sweep: how it stands, who gave it, and a way to give another one. */
import { Gavel } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { VERDICTS, type Verdict, type VerdictChange } from "../../lib/core/review.ts";
import { judge, useReview, verdictOn } from "../_state/review.ts";
import { useSession } from "../_state/session.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { Moment } from "./moment.tsx";
import { VERDICT_ICONS, VerdictBadge } from "./verdict-badge.tsx";

export function VerdictForm({ subject }: { readonly subject: VerdictChange["subject"] }) {
  const t = useTranslations("review");
  const given = useReview(() => verdictOn(subject));
  const error = useReview((review) => review.error);
  const mayJudge = useSession(({ session }) => session?.mayLaunch === true);
  const [chosen, setChosen] = useState<Verdict | null>(null);
  const [because, setBecause] = useState("");
  const [isOpen, setOpen] = useState(subject.kind === "run");
  if (given === null && !mayJudge) return null;
  const give = (verdict: Verdict | null): void => {
    void judge(subject, verdict, verdict === null ? "" : because.trim()).then((outcome) => {
      if (outcome !== "done") return;
      setChosen(null);
      setBecause("");
    });
  };
  if (given === null && !isOpen) {
    return (
      <div className="-ml-1.5">
        <TextButton icon={Gavel} text={t("judgeSweep")} onClick={() => setOpen(true)} />
      </div>
    );
  }
  return (
    <section aria-label={t("verdict")}>
      <h3 className={subject.kind === "run" ? "mb-1 font-medium text-ink-soft" : "text-2xs text-ink-faint"}>
        {t(subject.kind === "run" ? "verdict" : "sweepVerdict")}
      </h3>
      {given !== null && (
        <div className="mb-1 flex flex-wrap items-center gap-x-2" data-testid="given-verdict">
          <VerdictBadge given={given} hasWord />
          <span className="text-ink-soft">
            <bdi>{given.who}</bdi> · <Moment at={given.at} />
          </span>
          {mayJudge && !isOpen && <TextButton text={t("judgeAgain")} onClick={() => setOpen(true)} />}
          {mayJudge && <TextButton text={t("takeBack")} onClick={() => give(null)} />}
          {given.because !== "" && <p className="w-full break-words">{given.because}</p>}
        </div>
      )}
      {mayJudge && isOpen && (
        <form
          className="space-y-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen !== null) give(chosen);
          }}
        >
          <div className="flex flex-wrap gap-1">
            {VERDICTS.filter((verdict) => verdict !== given?.verdict).map((verdict) => {
              const Icon = VERDICT_ICONS[verdict];
              return (
                <button
                  key={verdict}
                  type="button"
                  aria-pressed={chosen === verdict}
                  onClick={() => setChosen(chosen === verdict ? null : verdict)}
                  className="flex h-7 items-center gap-1 rounded border border-line px-2 hover:bg-hover aria-pressed:border-accent aria-pressed:text-accent"
                >
                  <Icon size={13} aria-hidden="true" />
                  {t(`verdicts.${verdict}`)}
                </button>
              );
            })}
          </div>
          {chosen !== null && (
            <div className="flex gap-1.5">
              <input
                type="text"
                // biome-ignore lint/a11y/noAutofocus: the reason is what comes next
                autoFocus
                aria-label={t("because")}
                value={because}
                maxLength={2000}
                placeholder={t(chosen === "rejected" ? "becauseRejected" : "becauseHint")}
                onChange={({ target }) => setBecause(target.value)}
                className="h-7 min-w-0 flex-1 rounded border border-line bg-canvas px-2 placeholder:text-ink-faint focus:border-accent focus:outline-none"
              />
              <button type="submit" className="h-7 rounded bg-accent px-3 font-medium text-on-accent">
                {t("give")}
              </button>
            </div>
          )}
          {chosen === "rejected" && <p className="text-2xs text-ink-faint">{t("rejectedHint")}</p>}
        </form>
      )}
      {error !== null && (
        <p role="alert" className="break-words text-red">
          {error}
        </p>
      )}
    </section>
  );
}
