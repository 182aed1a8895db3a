/** What was found wrong, in words that can be opened: at a run, and for files that belong to none. */
import { TriangleAlert, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { Retelling } from "../../lib/core/retell.ts";
import type { Problem } from "../../lib/core/series.ts";
import { useFindingWords } from "../_i18n/finding-words.ts";
import { useLive } from "../_state/live.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Sheet } from "../_ui/sheet.tsx";
import { useRowTabIndex } from "./row-stop.ts";

interface Finding {
  readonly place: string;
  readonly text: string;
}

/** The sign at a run in whose files something is wrong; it opens the list. */
export function ProblemsBadge({ run, problems }: { readonly run: string; readonly problems: readonly Problem[] }) {
  const t = useTranslations("runs");
  const count = problems.reduce((sum, problem) => sum + problem.count, 0);
  const findings = problems.map(({ file, text }) => ({ place: file, text }));
  const name = t("problems", { count });
  return (
    <Opener
      title={name}
      subject={run}
      findings={findings}
      className="grid size-4 shrink-0 place-items-center text-amber"
    >
      <span className="sr-only">{`${name}: ${run}`}</span>
      <TriangleAlert size={13} aria-hidden="true" />
    </Opener>
  );
}

/** How many files and folders were left aside, which opens what and why; nothing when there are none. */
export function LeftAside() {
  const t = useTranslations("runs");
  const logdirs = useLive((live) => live.answer?.logdirs);
  const findings = (logdirs ?? []).flatMap(({ path, passedOver }) =>
    passedOver.map((passed) => ({ place: passed.path === "." ? path : `${path}/${passed.path}`, text: passed.text })),
  );
  if (findings.length === 0) return null;
  const name = t("leftAside", { count: findings.length });
  return (
    <Opener
      title={name}
      findings={findings}
      className="text-2xs text-ink-faint underline decoration-dotted hover:text-ink"
    >
      {name}
    </Opener>
  );
}

interface OpenerProps {
  readonly title: string;
  readonly subject?: string;
  readonly findings: readonly Finding[];
  readonly className: string;
  readonly children: ReactNode;
}

/** A log can have thousands: those beyond are counted in `tuneboard runs`, which says them all. */
const MOST_SHOWN = 200;

function Opener({ title, subject, findings, className, children }: OpenerProps) {
  const t = useTranslations("app");
  const retell = useFindingWords();
  const tChart = useTranslations("runs");
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps a double click in here from choosing the run around it
    <span className="contents" onDoubleClick={(event) => event.stopPropagation()}>
      <button
        type="button"
        tabIndex={useRowTabIndex()}
        title={summarize(findings, retell)}
        onClick={() => setOpen(true)}
        className={className}
      >
        {children}
      </button>
      {isOpen && (
        <Sheet name={title} place="center" onClose={close}>
          <div className="flex items-start gap-2 px-4 pt-3">
            <h2 className="mr-auto min-w-0 font-semibold">
              {title}
              {subject !== undefined && <bdi className="block break-all font-mono font-normal text-xs">{subject}</bdi>}
            </h2>
            <IconButton icon={X} name={t("close")} onClick={close} />
          </div>
          <ul data-testid="findings" className="space-y-3 p-4">
            {findings.slice(0, MOST_SHOWN).map(({ place, text }) => (
              <li key={`${place}\n${text}`}>
                <bdi className="block break-all font-mono text-2xs text-ink-faint">{place}</bdi>
                {retell(text)}
              </li>
            ))}
            {findings.length > MOST_SHOWN && (
              <li className="text-ink-faint">{tChart("moreFindings", { count: findings.length - MOST_SHOWN })}</li>
            )}
          </ul>
        </Sheet>
      )}
    </span>
  );
}

const FEW = 5;

/** For the pointer that rests on it: the first few. */
const summarize = (findings: readonly Finding[], retell: Retelling): string =>
  findings
    .slice(0, FEW)
    .map(({ place, text }) => `${place}: ${retell(text)}`)
    .join("\n");
