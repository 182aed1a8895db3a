/** What a thread is about, in a few words. */
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { formatStep } from "../../lib/charts/ticks.ts";
import type { Anchor } from "../../lib/core/review.ts";

/** Says it for a thread, or for a place where one may begin; `title`: how it was called. */
export function useAnchorText(): (about: { readonly anchor: Anchor; readonly title: string }) => string {
  const t = useTranslations("review");
  return useCallback(
    ({ anchor, title }) => {
      switch (anchor.kind) {
        case "run":
        case "advice":
          return title;
        case "runs":
          return t("someRuns", { count: anchor.runs.length });
        case "chart": {
          if (anchor.steps === null) return anchor.tag;
          const [from, to] = anchor.steps;
          if (from === to) return t("atStep", { tag: anchor.tag, step: formatStep(from) });
          return t("fromTo", { tag: anchor.tag, from: formatStep(from), to: formatStep(to) });
        }
      }
    },
    [t],
  );
}
