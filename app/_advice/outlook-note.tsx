/** While runs train: whether they can still change the answer, and when that will be known. */
import { useLocale, useTranslations } from "use-intl";
import type { Outlook } from "../../lib/core/advice.ts";
import { describeTime } from "./time.ts";

/** The sentence says who can win; a list of runs without a chance would say it again. */
const WORTH_SAYING = 0.01;

export function OutlookNote({ outlook }: { readonly outlook: Outlook }) {
  const t = useTranslations("guide");
  const locale = useLocale();
  const at = (seconds: number): string => describeTime(seconds, locale);
  const { canFlip, headline, runs, knownAt, knownBetween } = outlook;
  const told = runs.filter(({ chance }) => chance !== null && chance >= WORTH_SAYING);
  return (
    <section
      aria-label={t("stillRunning")}
      data-testid="outlook"
      className={`mx-4 mt-3 rounded border-l-2 bg-raised px-3 py-2 ${canFlip ? "border-amber" : "border-accent"}`}
    >
      <p className="font-medium">
        <bdi>{headline}</bdi>
      </p>
      {canFlip && knownAt !== null && (
        <p className="text-ink-soft">
          {t("knownAt", { time: at(knownAt) })}
          {knownBetween !== null &&
            at(knownBetween[0]) !== at(knownBetween[1]) &&
            ` ${t("knownBetween", { from: at(knownBetween[0]), to: at(knownBetween[1]) })}`}
        </p>
      )}
      {canFlip && knownAt === null && <p className="text-ink-soft">{t("knownNever")}</p>}
      {told.length > 0 && (
        <ul className="mt-0.5 text-2xs text-ink-faint">
          {told.map(({ run, chance }) => (
            <li key={run} className="break-words">
              <bdi>{run}</bdi>: {t("chance", { percent: Math.round(100 * (chance ?? 0)) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
