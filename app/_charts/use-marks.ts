/** The advice's marks on the chart of one tag. */
import { useMemo } from "react";
import type { AdviceAnswer, Mark } from "../../lib/core/advice.ts";
import { collectMarks, findSweep, useAdvice } from "../_state/advice.ts";
import { type ShownRuns, useShownRuns } from "../_state/shown-runs.ts";
import { useView } from "../_state/view.ts";
import { toMark } from "./marked-steps.ts";
import { quietMarks } from "./options/marks.ts";

const NO_MARKS: readonly Mark[] = [];

/** The sweep whose advice is on the screen, and null where there is none. */
export function useSweep() {
  const answer = useAdvice((advice) => advice.answer);
  const chosen = useView((view) => view.sweep);
  const shown = useShownRuns();
  return useMemo(() => chooseSweep(answer, chosen, shown), [answer, chosen, shown]);
}

function chooseSweep(answer: AdviceAnswer | null, chosen: string | null, { drawn }: ShownRuns) {
  const names = new Set(drawn.map(({ run }) => run.name));
  return findSweep(answer, chosen, (run) => names.has(run));
}

/** Those that somebody points at, with everything else veiled; else the few that tell the shown sweep's answer. */
export function useMarks(tag: string): { readonly marks: readonly Mark[]; readonly isVeiled: boolean } {
  const focus = useAdvice((advice) => advice.hovered ?? advice.pinned);
  const sweep = useSweep();
  const markedSteps = useView((view) => view.markedSteps);
  return useMemo(() => {
    const all = focus?.marks ?? (sweep === null ? NO_MARKS : quietMarks(collectMarks(sweep)));
    const said = all.filter((mark) => mark.tag === tag);
    const marks = [...said, ...markedSteps.map((step) => toMark(step, tag))];
    return { marks: marks.length === 0 ? NO_MARKS : marks, isVeiled: focus !== null && said.length > 0 };
  }, [focus, sweep, tag, markedSteps]);
}
