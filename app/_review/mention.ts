/** Completing `@name` while one writes. Pure. */

export interface MentionBegun {
  /** Where the `@` stands. */
  readonly at: number;
  readonly names: readonly string[];
}

const MOST_OFFERED = 6;

/** The names of `people` that may be meant by what stands before `caret`; null where no name is being written. */
export function mentionBegun(text: string, caret: number, people: readonly string[]): MentionBegun | null {
  const [, begun] = /(?:^|[^\p{L}\p{N}_])@([^\s@]*)$/u.exec(text.slice(0, caret)) ?? [];
  if (begun === undefined) return null;
  const wanted = begun.toLowerCase();
  const names = people.filter((name) => name.toLowerCase().startsWith(wanted) && name !== begun).slice(0, MOST_OFFERED);
  return names.length === 0 ? null : { at: caret - begun.length - 1, names };
}

/** `text` with `name` in place of what was begun, and where to write on. */
export function completeMention(
  text: string,
  caret: number,
  { at }: MentionBegun,
  name: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(caret);
  const said = `@${name}${rest.startsWith(" ") ? "" : " "}`;
  return { text: text.slice(0, at) + said + rest, caret: at + `@${name} `.length };
}
