/** Why the answer is what it is: every rule that had something to say about the shown sweep. */

import { SlidersHorizontal } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { SweepAdvice } from "../../lib/core/advice.ts";
import { withoutFolder } from "../../lib/core/told.ts";
import { toRunKey } from "../../lib/listing/listed-run.ts";
import { useSweep } from "../_charts/use-marks.ts";
import { VerdictForm } from "../_review/verdict-form.tsx";
import { clearFocus, useAdvice } from "../_state/advice.ts";
import { useLive } from "../_state/live.ts";
import { useRunIds } from "../_state/use-run-ids.ts";

import { setView } from "../_state/view.ts";
import { AdviceItem } from "./advice-item.tsx";
import { Autopause } from "./autopause.tsx";
import { ChoicesSheet } from "./choices-sheet.tsx";
import { Figures } from "./figures.tsx";
import { GuidePath } from "./guide-path.tsx";
import { OutlookNote } from "./outlook-note.tsx";
import { ReportLinks } from "./report-links.tsx";
import { WhatIf } from "./what-if.tsx";

/** `onShow` is called when something was sent to the charts, which on a small window lie behind. */
export function AdvicePanel({ onShow }: { readonly onShow: () => void }) {
  const t = useTranslations("advice");
  const answer = useAdvice((advice) => advice.answer);
  // Said once, above everything, while the engine does not answer.
  const isLost = useLive((live) => live.link.state === "lost");
  const failure = useAdvice((advice) => advice.error);
  const error = isLost ? null : failure;
  const isPinned = useAdvice((advice) => advice.pinned !== null);
  const sweep = useSweep();
  const told = useMemo(() => (sweep === null ? null : withoutFolder(sweep)), [sweep]);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      {error !== null && (
        <p role="alert" className="px-4 pt-3 text-amber">
          {t("failed", { because: error })}
        </p>
      )}
      {answer !== null && answer.sweeps.length > 1 && sweep !== null && (
        <SweepChoice sweeps={answer.sweeps} sweep={sweep} />
      )}
      {sweep === null && answer !== null && (
        <div className="px-4 py-3">
          <p className="font-semibold">{t("noSweep")}</p>
          <p className="mt-1 text-ink-soft">{t("noSweepBody")}</p>
        </div>
      )}
      {sweep !== null && <SweepFacts sweep={sweep} />}
      {sweep !== null && <SweepVerdict sweep={sweep} />}
      {told?.outlook !== undefined && <OutlookNote outlook={told.outlook} />}
      {sweep !== null && !sweep.advice.some(({ rule }) => rule === "pause") && (
        <div className="px-4">
          <Autopause key={`autopause/${sweep.id}`} sweep={sweep} />
        </div>
      )}
      {told?.stage !== undefined && <GuidePath stage={told.stage} />}
      {sweep !== null && <Figures key={`figures/${sweep.id}`} sweep={sweep} />}
      {told?.advice.map((advice, at) => (
        <AdviceItem
          // biome-ignore lint/suspicious/noArrayIndexKey: the engine's rules come in a fixed order, one of them perhaps twice
          key={`${advice.rule}/${at}`}
          id={`${told.id}/${advice.rule}/${at}`}
          advice={advice}
          sweep={told}
          onShow={onShow}
        />
      ))}
      {sweep !== null && (
        <>
          <WhatIf key={`what-if/${sweep.id}`} sweep={sweep} />
          <ReportLinks sweep={sweep} />
        </>
      )}
      {isPinned && (
        <button
          type="button"
          onClick={clearFocus}
          className="sticky bottom-2 mx-auto mb-2 h-7 rounded-full bg-accent px-3 font-medium text-on-accent shadow"
        >
          {t("clearFocus")}
        </button>
      )}
    </div>
  );
}

function SweepChoice({ sweeps, sweep }: { readonly sweeps: readonly SweepAdvice[]; readonly sweep: SweepAdvice }) {
  const t = useTranslations("advice");
  return (
    <label className="px-4 pt-3">
      <span className="sr-only">{t("sweep")}</span>
      <select
        value={sweep.id}
        onChange={(event) => {
          clearFocus();
          setView({ sweep: event.target.value });
        }}
        className="h-7 w-full rounded border border-line bg-canvas px-1.5 hover:border-line-strong"
      >
        {sweeps.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function SweepVerdict({ sweep }: { readonly sweep: SweepAdvice }) {
  const runs = useRunIds(sweep.runs);
  if (runs.length === 0) return null;
  return (
    <div className="px-4 pt-2">
      <VerdictForm key={sweep.id} subject={{ kind: "sweep", sweep: sweep.id, runs }} />
    </div>
  );
}

/** Runs that log their whole configuration can differ in hundreds of settings. */
const MOST_SETTINGS = 12;

function SweepFacts({ sweep }: { readonly sweep: SweepAdvice }) {
  const { runs, varies, metric } = sweep;
  const t = useTranslations("advice");
  const [isChoosing, setChoosing] = useState(false);
  const runsById = useLive((live) => live.runsById);
  const showThese = (): void => {
    const names = new Set(runs);
    const ids = [...runsById.values()].filter(({ name }) => names.has(name)).map(({ id }) => toRunKey(id));
    setView({ selection: { base: "none", flipped: new Set(ids) }, runFilter: "" });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-2 px-4 pt-3 text-2xs text-ink-faint">
      <span>{t("runs", { count: runs.length })}</span>
      {varies.length > 0 && (
        <span>
          {t("varies")} <bdi className="font-mono text-ink-soft">{varies.slice(0, MOST_SETTINGS).join(", ")}</bdi>
          {varies.length > MOST_SETTINGS && ` ${t("moreSettings", { count: varies.length - MOST_SETTINGS })}`}
        </span>
      )}
      {metric !== null && (
        <span>
          {t("judgedBy")} <bdi className="font-mono text-ink-soft">{metric.tag}</bdi>
        </span>
      )}
      <button type="button" onClick={showThese} className="text-accent hover:underline">
        {t("showSweep")}
      </button>
      <button
        type="button"
        onClick={() => setChoosing(true)}
        className="inline-flex items-center gap-1 text-accent hover:underline"
      >
        <SlidersHorizontal size={11} aria-hidden="true" />
        {t("choose")}
      </button>
      {isChoosing && <ChoicesSheet sweep={sweep} onClose={() => setChoosing(false)} />}
    </div>
  );
}
