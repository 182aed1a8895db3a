/** Runs that a rule went without: a reason for all of them at once, their names for who asks. */
import { useTranslations } from "use-intl";
import type { Advice } from "../../lib/core/advice.ts";
import { byReason } from "../../lib/core/told.ts";

/** So many names are read at a glance. */
const FEW = 3;

export function LeftOutRuns({ advice }: { readonly advice: Advice }) {
  const t = useTranslations("advice");
  return (
    <ul className="space-y-1 text-ink-soft">
      {byReason(advice).map(({ because, runs }) => {
        const names = <bdi className="break-words">{runs.join(", ")}</bdi>;
        return (
          <li key={because} className="break-words">
            <bdi>{because}</bdi>
            {": "}
            {runs.length <= FEW ? (
              names
            ) : (
              <details className="inline-block max-w-full align-top">
                <summary className="cursor-pointer text-ink-faint hover:text-ink">
                  {t("runs", { count: runs.length })}
                </summary>
                {names}
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}
