/** Above an answer that the tuning has left behind: what another sweep made of its question. */
import { useTranslations } from "use-intl";
import type { SettledStage } from "../../lib/core/advice.ts";
import { SweepLink } from "./sweep-link.tsx";

export function SettledNote({ settled: { result, by } }: { readonly settled: SettledStage }) {
  const t = useTranslations("guide");
  return (
    <p data-testid="settled-elsewhere" className="mt-0.5 mb-1 border-accent border-l-2 pl-2 text-ink">
      {t("settledElsewhere")} <bdi>{result}</bdi> {by !== undefined && <SweepLink id={by} />}
    </p>
  );
}
