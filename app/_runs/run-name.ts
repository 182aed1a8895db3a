/** Names of many levels in a narrow list: what all of them share is said once or dimmed, so that the differences stand out. */

/** What the names of a list have in common. */
export interface Common {
  /** The folders that all names begin with, `sweeps/digits/`; empty if they share none. */
  readonly folder: string;
  /** Words that every name holds, such as `bs=64`. */
  readonly words: ReadonlySet<string>;
}

/** Nothing is common to fewer than two names: a single one is all that tells. */
export function findCommon(names: readonly string[]): Common {
  const folder = sharedFolder(names);
  const [first, ...others] = names;
  if (first === undefined || others.length === 0) return { folder, words: new Set() };
  const words = new Set(splitWords(first.slice(folder.length)));
  for (const name of others) {
    if (words.size === 0) break;
    const held = new Set(splitWords(name.slice(folder.length)));
    for (const word of words) if (!held.has(word)) words.delete(word);
  }
  return { folder, words };
}

function sharedFolder(names: readonly string[]): string {
  const [first] = names;
  if (first === undefined || names.length < 2) return "";
  let length = first.lastIndexOf("/") + 1;
  for (const name of names) {
    while (length > 0 && !name.startsWith(first.slice(0, length))) length = first.lastIndexOf("/", length - 2) + 1;
  }
  return first.slice(0, length);
}

/** Words and what stands between them, in turn. */
const splitWords = (name: string): readonly string[] => name.split(/([/_,\s]+)/);

export interface NamePiece {
  readonly text: string;
  /** Tells this run from others. */
  readonly isTelling: boolean;
}

/** `name` without the common folder, in pieces that joined again are the rest of it. */
export function nameParts(name: string, { folder, words }: Common): readonly NamePiece[] {
  const rest = name.startsWith(folder) ? name.slice(folder.length) : name;
  return splitWords(rest)
    .filter((text) => text !== "")
    .map((text) => ({ text, isTelling: !words.has(text) && !/^[/_,\s]+$/.test(text) }));
}
