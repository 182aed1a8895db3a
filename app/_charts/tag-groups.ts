/** Which charts there are: the tags of the drawn runs, in groups, in the order that people expect. */
import { compareNames } from "../../lib/core/natural-order.ts";
import { type ListedRun, titleOf } from "../_state/listed-run.ts";
import { matches, type NameFilter } from "../_state/name-filter.ts";
import { tagKey } from "../_state/tag-key.ts";

export interface TagCard {
  readonly tag: string;
  readonly key: string;
  /** The tag without its group. */
  readonly title: string;
  /** The drawn runs that have it. */
  readonly runs: readonly ListedRun[];
}

export interface TagGroup {
  /** The part of the tags before their first `/`, or the tag itself where there is none. */
  readonly name: string;
  readonly key: string;
  readonly cards: readonly TagCard[];
}

/** Only tags for which a drawn run has points, so that no card is empty. */
export function groupTags(
  drawn: readonly ListedRun[],
  tags: readonly string[],
  filter: NameFilter,
): readonly TagGroup[] {
  const runsByTag = new Map<number, ListedRun[]>();
  for (const listed of drawn) {
    listed.run.tagIndices.forEach((index, place) => {
      if ((listed.run.points[place] ?? 0) === 0) return;
      const runs = runsByTag.get(index);
      if (runs === undefined) runsByTag.set(index, [listed]);
      else runs.push(listed);
    });
  }
  const groups = new Map<string, TagCard[]>();
  for (const [index, runs] of runsByTag) {
    const tag = tags[index];
    if (tag === undefined || !matches(filter, tag)) continue;
    const slash = tag.indexOf("/");
    const name = slash > 0 ? tag.slice(0, slash) : tag;
    const card = { tag, key: tagKey(tag), title: slash > 0 ? tag.slice(slash + 1) : tag, runs };
    const cards = groups.get(name);
    if (cards === undefined) groups.set(name, [card]);
    else cards.push(card);
  }
  return [...groups]
    .map(([name, cards]) => ({ name, key: tagKey(name), cards: cards.sort((a, b) => compareNames(a.tag, b.tag)) }))
    .sort((a, b) => compareNames(a.name, b.name));
}

/** `next`, or `before` if it has the same runs under the same names and numbers: a list that only grew in points draws nothing anew. */
export function keepRuns(before: readonly ListedRun[], next: readonly ListedRun[]): readonly ListedRun[] {
  const isSame =
    before.length === next.length &&
    before.every((listed, at) => {
      const other = next[at];
      return (
        other?.run.id === listed.run.id &&
        titleOf(other) === titleOf(listed) &&
        other.annotation.colour === listed.annotation.colour &&
        other.ordinal === listed.ordinal
      );
    });
  return isSame ? before : next;
}
