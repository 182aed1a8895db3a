/** From a sentence to what it speaks of, a chart or the runs to start, and from a mark back to its sentence. */
import type { Mark } from "../../lib/core/advice.ts";
import { tagKey } from "../../lib/core/tag-key.ts";
import { useAdvice } from "../_state/advice.ts";
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
    findCard(tag)?.scrollIntoView({ block: "nearest", behavior: howToScroll() });
  });
}

const howToScroll = (): ScrollBehavior =>
  matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";

const findCard = (tag: string): Element | null => document.querySelector(`[data-card-key="${tagKey(tag)}"]`);

/** The element of the guide's path. */
export const GUIDE_PATH = "guide-path";

/** Brings what to run now into sight, and the keyboard with it. */
export function scrollToPath(): void {
  const path = document.getElementById(GUIDE_PATH);
  path?.scrollIntoView({ block: "nearest", behavior: howToScroll() });
  path?.focus({ preventScroll: true });
}

/** Lights up the sentence that says `mark`; where it was clicked, goes there with the keyboard. */
export function pointAtMark(mark: Mark | null, isMeant: boolean): void {
  useAdvice.setState({ pointed: mark });
  if (!isMeant) return;
  requestAnimationFrame(() => {
    const sentence = document.querySelector<HTMLElement>("[data-said]");
    sentence?.scrollIntoView({ block: "center", behavior: howToScroll() });
    sentence?.focus({ preventScroll: true });
  });
}
