/** A verdict as a sign and a word: shape and colour both tell. */
import { CircleCheck, CircleDot, CircleX, type LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import type { GivenVerdict, Verdict } from "../../lib/core/review.ts";

export const VERDICT_ICONS: Readonly<Record<Verdict, LucideIcon>> = {
  candidate: CircleDot,
  chosen: CircleCheck,
  rejected: CircleX,
};
const COLOURS: Readonly<Record<Verdict, string>> = {
  candidate: "text-accent",
  chosen: "text-green",
  rejected: "text-red",
};

interface VerdictBadgeProps {
  readonly given: GivenVerdict;
  /** The word beside the sign. */
  readonly hasWord?: boolean;
}

export function VerdictBadge({ given, hasWord = false }: VerdictBadgeProps) {
  const t = useTranslations("review");
  const { verdict, who, because } = given;
  const Icon = VERDICT_ICONS[verdict];
  const said = because === "" ? t("judgedBy", { name: who }) : t("judgedBecause", { name: who, because });
  return (
    <span
      title={`${t(`verdicts.${verdict}`)} · ${said}`}
      data-testid="verdict"
      data-verdict={verdict}
      className={`flex shrink-0 items-center gap-1 ${COLOURS[verdict]}`}
    >
      <Icon size={13} role="img" aria-label={hasWord ? undefined : t(`verdicts.${verdict}`)} aria-hidden={hasWord} />
      {hasWord && t(`verdicts.${verdict}`)}
    </span>
  );
}
