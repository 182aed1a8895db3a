/** One rule's answer with everything that it stands on. */

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { rate } from "../../lib/advisor/wording.ts";
import type { Advice, SweepAdvice } from "../../lib/core/advice.ts";
import { settledElsewhere } from "../../lib/core/answers.ts";
import { CommentButton } from "../_review/comment-button.tsx";
import { useRunIds } from "../_state/use-run-ids.ts";
import { Autopause } from "./autopause.tsx";
import { CodeSnippets } from "./code-snippets.tsx";
import { Confidence } from "./confidence.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { LeftOutRuns } from "./left-out-runs.tsx";
import { LinkedText } from "./linked-text.tsx";
import { ProposedRuns } from "./proposed-runs.tsx";
import { SettledNote } from "./settled-note.tsx";

interface AdviceItemProps {
  /** Unlike that of every other item. */
  readonly id: string;
  readonly advice: Advice;
  readonly sweep: SweepAdvice;
  readonly onShow: () => void;
}

export function AdviceItem({ id, advice, sweep, onShow }: AdviceItemProps) {
  const t = useTranslations("advice");
  const sweepRuns = useRunIds(sweep.runs);
  const settled = settledElsewhere(advice, sweep);
  const { caps, alternatives, assumptions, excluded, wouldChangeIf, next, evidence } = advice;
  const hasMore = alternatives.length + assumptions.length + excluded.length + wouldChangeIf.length > 0;
  return (
    <article
      aria-label={t(`rules.${advice.rule}`)}
      data-testid="advice-item"
      className="border-line border-b px-4 py-3 last:border-b-0"
    >
      <header className="flex items-center gap-2 text-2xs text-ink-faint">
        <h3>{t(`rules.${advice.rule}`)}</h3>
        <span className="ml-auto flex items-center gap-1">
          <CommentButton
            anchor={{ kind: "advice", sweep: sweep.id, rule: advice.rule, runs: sweepRuns }}
            title={`${sweep.title}: ${advice.headline}`.slice(0, 300)}
          />
          <Confidence word={advice.confidence} />
        </span>
      </header>
      {settled !== null && <SettledNote settled={settled} />}
      <p
        className={`mt-0.5 mb-1 text-pretty text-sm leading-5 ${settled === null ? "font-semibold" : "text-ink-soft"}`}
      >
        <LinkedText id={`${id}/title`} text={advice.headline} marks={evidence.flatMap(({ marks }) => marks)} />
      </p>
      <EvidenceList id={`${id}/evidence`} evidence={evidence} onShow={onShow} />
      {caps.length > 0 && <Sentences title={t("caps")} texts={caps} />}
      {advice.rule === "pause" && <Autopause sweep={sweep} />}
      {hasMore && (
        <details className="group mt-1.5">
          <summary className="cursor-pointer text-2xs text-ink-faint marker:text-ink-faint hover:text-ink">
            {[
              alternatives.length > 0 && t("alternatives"),
              assumptions.length > 0 && t("assumptions"),
              excluded.length > 0 && t("excluded"),
              wouldChangeIf.length > 0 && t("wouldChangeIf"),
            ]
              .filter((text) => text !== false)
              .join(" · ")}
          </summary>
          {alternatives.length > 0 && (
            <Sentences
              title={t("alternatives")}
              texts={alternatives.map(({ value, why }) =>
                typeof value === "number" ? t("alternative", { value: rate(value), why }) : why,
              )}
            />
          )}
          {assumptions.length > 0 && <Sentences title={t("assumptions")} texts={assumptions} />}
          {excluded.length > 0 && (
            <Block title={t("excluded")}>
              <LeftOutRuns advice={advice} />
            </Block>
          )}
          {wouldChangeIf.length > 0 && <Sentences title={t("wouldChangeIf")} texts={wouldChangeIf} />}
          {advice.guide.length > 0 && (
            <p className="mt-1.5 text-2xs text-ink-faint">
              {t("guide")} {advice.guide.join(", ")}
            </p>
          )}
        </details>
      )}
      {advice.code !== undefined && advice.code.length > 0 && <CodeSnippets snippets={advice.code} />}
      {next.length > 0 && <ProposedRuns runs={next} stage={sweep.stage ?? null} />}
    </article>
  );
}

function Sentences({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  return (
    <Block title={title}>
      <ul className="space-y-1 text-ink-soft">
        {texts.map((text) => (
          <li key={text} className="break-words">
            <bdi>{text}</bdi>
          </li>
        ))}
      </ul>
    </Block>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="mt-2">
      <h4 className="mb-0.5 text-2xs text-ink-faint">{title}</h4>
      {children}
    </div>
  );
}
