/** The advice to take away: a page or a text for somebody who was not there. */
import { useLocale, useTranslations } from "use-intl";
import type { SweepAdvice } from "../../lib/core/advice.ts";

export function ReportLinks({ sweep }: { readonly sweep: SweepAdvice }) {
  const t = useTranslations("evidence");
  const locale = useLocale();
  const address = (format: "html" | "md"): string =>
    `/api/advice/report?${new URLSearchParams({ format, language: locale, sweep: sweep.id })}`;
  return (
    <p className="flex gap-3 px-4 py-3 text-ink-soft">
      {t("report")}
      <a href={address("html")} download className="text-accent hover:underline">
        HTML
      </a>
      <a href={address("md")} download className="text-accent hover:underline">
        Markdown
      </a>
    </p>
  );
}
