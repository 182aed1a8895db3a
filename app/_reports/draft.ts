/** What somebody is writing, and how it stands to what the engine has: pure, so that no change is lost between two of them. */
import type { Report, ReportBlock, ReportText } from "../../lib/report/parts.ts";

export interface Draft {
  /** As the engine has it, to our knowledge. */
  readonly saved: Report;
  readonly text: ReportText;
  readonly past: readonly ReportText[];
  readonly future: readonly ReportText[];
  /** What the last change was to: changes of the same become one step back. Null: the next is a step of its own. */
  readonly stroke: string | null;
  /** Somebody else's version, where both have changed. Nothing is sent until the reader has decided. */
  readonly theirs: Report | null;
}

const MOST_STEPS = 200;

export const textOf = ({ title, author, language, blocks }: ReportText): ReportText => ({
  title,
  author,
  language,
  blocks,
});

export const openDraft = (saved: Report): Draft => ({
  saved,
  text: textOf(saved),
  past: [],
  future: [],
  stroke: null,
  theirs: null,
});

export const isChanged = ({ saved, text }: Draft): boolean => !isSame(textOf(saved), text);

/** Whether two values are the same JSON: the engine gives fields in an order of its own. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [of, others] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return of.length === others.size && of.every(([key, value]) => others.has(key) && isSame(value, others.get(key)));
}

/** Changes the text. `stroke` names what is being changed: letters typed into one block are one step back. */
export function edit(draft: Draft, text: ReportText, stroke: string | null = null): Draft {
  const isGoingOn = stroke !== null && stroke === draft.stroke;
  const past = isGoingOn ? draft.past : [...draft.past.slice(-(MOST_STEPS - 1)), draft.text];
  return { ...draft, text, past, future: [], stroke };
}

export function undo(draft: Draft): Draft {
  const text = draft.past.at(-1);
  if (text === undefined) return draft;
  return { ...draft, text, past: draft.past.slice(0, -1), future: [draft.text, ...draft.future], stroke: null };
}

export function redo(draft: Draft): Draft {
  const [text, ...future] = draft.future;
  if (text === undefined) return draft;
  return { ...draft, text, past: [...draft.past, draft.text], future, stroke: null };
}

/** The engine has this version now: ours, as it was sent. What was written since stays. */
export const wasSaved = (draft: Draft, saved: Report): Draft => ({ ...draft, saved, theirs: null });

/** The engine has a version that we did not write. Without changes of our own it is ours at once, and ours can be had back; else both stand. */
export function hear(draft: Draft, report: Report): Draft {
  if (report.version <= draft.saved.version) return draft;
  if (isChanged(draft)) return { ...draft, theirs: report };
  return { ...edit(draft, textOf(report)), saved: report };
}

/** Goes on with the other version. What we wrote is one step back. */
export function takeTheirs(draft: Draft): Draft {
  if (draft.theirs === null) return draft;
  return { ...edit(draft, textOf(draft.theirs)), saved: draft.theirs, theirs: null };
}

export const withBlock = (text: ReportText, block: ReportBlock): ReportText => ({
  ...text,
  blocks: text.blocks.map((other) => (other.id === block.id ? block : other)),
});

/** Moves the block to stand at `place` among the others. */
export function moveBlock(text: ReportText, id: string, place: number): ReportText {
  const moved = text.blocks.find((block) => block.id === id);
  if (moved === undefined) return text;
  const others = text.blocks.filter((block) => block !== moved);
  const at = Math.max(0, Math.min(others.length, place));
  return { ...text, blocks: [...others.slice(0, at), moved, ...others.slice(at)] };
}

export const insertBlock = (text: ReportText, block: ReportBlock, place: number): ReportText => ({
  ...text,
  blocks: [...text.blocks.slice(0, place), block, ...text.blocks.slice(place)],
});

export const removeBlock = (text: ReportText, id: string): ReportText => ({
  ...text,
  blocks: text.blocks.filter((block) => block.id !== id),
});
