/** What is known of a run without asking anybody: how it is doing, when it began, where it lies. */
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { cellValue, type Fact } from "../../lib/listing/columns.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";
import { runPath } from "../../lib/listing/run-path.ts";
import { useLive } from "../_state/live.ts";
import { usePreferences } from "../_state/preferences.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { cellText } from "./cell-text.ts";
import { copyPaths } from "./run-paths.ts";

const SAID: readonly Fact[] = ["started", "duration", "steps"];

export function RunFacts({ listed }: { readonly listed: ListedRun }) {
  const t = useTranslations("runs");
  const tApp = useTranslations("app");
  const language = usePreferences((preferences) => preferences.language);
  const logdirs = useLive((live) => live.answer?.logdirs);
  const [isCopied, setCopied] = useState(false);
  const path = runPath(listed.run.name, logdirs ?? []);
  const facts = SAID.flatMap((fact) => {
    const column = { kind: "fact", fact } as const;
    const text = cellText(cellValue(listed, column, NO_SUMMARIES), column, language);
    return text === "" ? [] : [{ fact, text }];
  });
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
      <dt className="text-ink-faint">{t("facts.state")}</dt>
      <dd>{t(`states.${listed.run.state}`)}</dd>
      {facts.map(({ fact, text }) => (
        <div key={fact} className="contents">
          <dt className="text-ink-faint">{t(`facts.${fact}`)}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      {path !== null && (
        <>
          <dt className="text-ink-faint">{t("path")}</dt>
          <dd className="flex items-start gap-1">
            <bdi className="min-w-0 break-all font-mono text-2xs leading-5">{path}</bdi>
            <IconButton
              icon={isCopied ? Check : Copy}
              name={isCopied ? tApp("copied") : t("copyPath")}
              onClick={() => void copyPaths([listed]).then(setCopied)}
              className="-my-1"
            />
          </dd>
        </>
      )}
    </dl>
  );
}

const NO_SUMMARIES: Summaries = new Map();
