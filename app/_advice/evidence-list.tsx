/** The sentences that an answer stands on; each shows on its chart what it speaks of. */
import { ChartSpline } from "lucide-react";
import type { Evidence } from "../../lib/core/advice.ts";
import { hoverFocus, saysMark, togglePin, useAdvice } from "../_state/advice.ts";
import { scrollToMarks } from "./show-mark.ts";

interface EvidenceListProps {
  /** Unlike that of every other list. */
  readonly id: string;
  readonly evidence: readonly Evidence[];
  readonly onShow: () => void;
}

export function EvidenceList({ id, evidence, onShow }: EvidenceListProps) {
  const pinned = useAdvice((advice) => advice.pinned?.id ?? null);
  const pointed = useAdvice((advice) => advice.pointed);
  return (
    <ul className="-mx-2 mt-1.5 space-y-0.5">
      {evidence.map(({ text, marks }, at) => {
        const focus = { id: `${id}/${at}`, marks };
        if (marks.length === 0) {
          return (
            <li key={focus.id} className="py-1 pr-2 pl-[29px] text-ink-soft">
              <bdi>{text}</bdi>
            </li>
          );
        }
        return (
          <li key={focus.id}>
            <button
              type="button"
              data-testid="evidence"
              aria-pressed={pinned === focus.id}
              data-said={saysMark(marks, pointed) ? "" : undefined}
              onFocus={() => hoverFocus(focus)}
              onBlur={() => hoverFocus(null)}
              onPointerEnter={() => hoverFocus(focus)}
              onPointerLeave={() => hoverFocus(null)}
              onClick={() => {
                togglePin(focus);
                scrollToMarks(marks);
                onShow();
              }}
              className="group/ev flex w-full gap-2 rounded px-2 py-1 text-left text-ink-soft hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-ink data-said:bg-accent-soft data-said:text-ink"
            >
              <ChartSpline
                size={13}
                aria-hidden="true"
                className="mt-1 shrink-0 text-accent/70 group-hover/ev:text-accent group-aria-pressed/ev:text-accent"
              />
              <bdi>{text}</bdi>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
