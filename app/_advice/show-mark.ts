/** From a sentence to the chart that it speaks of. */
import type { Mark } from "../../lib/core/advice.ts";
import { tagKey } from "../../lib/core/tag-key.ts";
import { setView, useView } from "../_state/view.ts";

/** Brings the card of the first mark into sight, opening its group where that is folded. */
export function scrollToMarks(marks: readonly Mark[]): void {
  const tag = marks[0]?.tag;
  if (tag === undefined) return;
  const slash = tag.indexOf("/");
  const group = tagKey(slash > 0 ? tag.slice(0, slash) : tag);
  const { closedGroups, tagFilter } = useView.getState();
  if (closedGroups.has(group)) setView({ closedGroups: new Set([...closedGroups].filter((key) => key !== group)) });
  if (findCard(tag) === null && tagFilter !== "") setView({ tagFilter: "" });
  requestAnimationFrame(() => {
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    findCard(tag)?.scrollIntoView({ block: "nearest", behavior });
  });
}

const findCard = (tag: string): Element | null => document.querySelector(`[data-card-key="${tagKey(tag)}"]`);
