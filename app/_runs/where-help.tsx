/** What can be asked of runs, by example. */
import { useTranslations } from "use-intl";
import { Sheet } from "../_ui/sheet.tsx";
import { SheetTitle } from "../_ui/sheet-title.tsx";

const EXAMPLES = [
  ["lr<0.01", "setting"],
  ["dev/acc>0.9", "last"],
  ["best(dev/acc)>=0.92", "best"],
  ["optimizer=adam|sgd", "any"],
  ["optimizer~^adam", "pattern"],
  ["state=live|finished", "state"],
  ["label=paper", "label"],
  ["duration>1h30m", "duration"],
  ["started>2026-01-31", "started"],
  ['"batch size"!=64', "quotes"],
] as const;

export function WhereHelp({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("runs.whereExamples");
  return (
    <Sheet name={t("title")} place="center" onClose={onClose}>
      <div className="p-5">
        <SheetTitle text={t("title")} onClose={onClose} className="mb-2" />
        <p className="mb-3 text-ink-soft">{t("intro")}</p>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
          {EXAMPLES.map(([example, name]) => (
            <div key={example} className="contents">
              <dt className="font-mono text-xs leading-5">{example}</dt>
              <dd className="text-ink-soft">{t(name)}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-ink-faint">{t("missing")}</p>
      </div>
    </Sheet>
  );
}
