/** A sentence whose numbers lead to the curve that they came from. */
import type { Mark } from "../../lib/core/advice.ts";
import { hoverFocus, togglePin } from "../_state/advice.ts";
import { linkNumbers } from "./number-links.ts";
import { scrollToMarks } from "./show-mark.ts";

interface LinkedTextProps {
  readonly id: string;
  readonly text: string;
  readonly marks: readonly Mark[];
}

export function LinkedText({ id, text, marks }: LinkedTextProps) {
  let offset = 0;
  return linkNumbers(text, marks).map(({ text: piece, mark }) => {
    const key = offset;
    offset += piece.length;
    if (mark === null) return <bdi key={key}>{piece}</bdi>;
    // The number's own mark, and the run that it belongs to: a step alone says little.
    const shown = [mark, ...marks.filter((other) => other.kind === "run" && other.tag === mark.tag && other !== mark)];
    const focus = { id: `${id}/${key}`, marks: shown };
    return (
      <button
        key={key}
        type="button"
        onPointerEnter={() => hoverFocus(focus)}
        onPointerLeave={() => hoverFocus(null)}
        onFocus={() => hoverFocus(focus)}
        onBlur={() => hoverFocus(null)}
        onClick={(event) => {
          event.stopPropagation();
          togglePin(focus);
          scrollToMarks(focus.marks);
        }}
        className="rounded-xs underline decoration-accent/60 decoration-dotted underline-offset-3 hover:text-accent hover:decoration-solid"
      >
        {piece}
      </button>
    );
  });
}
