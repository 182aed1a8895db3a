/** Which charts there are: the tags of the drawn runs, in groups, in the order that people expect. */
import { compareNames } from "../../lib/core/natural-order.ts";
import { tagKey } from "../../lib/core/tag-key.ts";
import { type ListedRun, titleOf } from "../../lib/listing/listed-run.ts";
import { matches, type NameFilter, parseNameFilter } from "../../lib/listing/name-filter.ts";
import type { ChartsView, OwnChart } from "../_state/charts-view.ts";

export interface TagCard {
  /** What the chart is called in full: its tag, or the name that somebody gave it. */
  readonly tag: string;
  /** The tags that it shows: one, but for charts that somebody made. */
  readonly tags: readonly string[];
  readonly key: string;
  /** The tag without its group. */
  readonly title: string;
  /** The drawn runs that have any of them. */
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
    const card = { tag, tags: [tag], key: tagKey(tag), title: slash > 0 ? tag.slice(slash + 1) : tag, runs };
    const cards = groups.get(name);
    if (cards === undefined) groups.set(name, [card]);
    else cards.push(card);
  }
  return [...groups]
    .map(([name, cards]) => ({ name, key: tagKey(name), cards: cards.sort((a, b) => compareNames(a.tag, b.tag)) }))
    .sort((a, b) => compareNames(a.name, b.name));
}

/** Charts of several tags, as people made them; those without a matching tag of a drawn run are left out. */
function ownCards(groups: readonly TagGroup[], charts: readonly OwnChart[]): readonly TagCard[] {
  const cards = groups.flatMap((group) => group.cards);
  const names = cards.map(({ tag }) => tag);
  return charts.flatMap(({ name, pattern }) => {
    const filter = parseNameFilter(pattern, names);
    const found = pattern === "" ? [] : cards.filter(({ tag }) => matches(filter, tag));
    if (found.length === 0) return [];
    const runs = [...new Map(found.flatMap((card) => card.runs).map((listed) => [listed.run.id, listed])).values()];
    return [{ tag: name, tags: found.map(({ tag }) => tag), key: tagKey(`${name}\n${pattern}`), title: name, runs }];
  });
}

/** The groups below those that people made: pinned cards stand there and not in their own group. */
export function withOwnGroups(
  groups: readonly TagGroup[],
  { ownCharts, pinned }: Pick<ChartsView, "ownCharts" | "pinned">,
  names: { readonly pinned: string; readonly own: string },
): readonly TagGroup[] {
  const own = ownCards(groups, ownCharts);
  const onTop = pinnedCards([...own, ...groups.flatMap(({ cards }) => cards)], pinned);
  const isElsewhere = new Set(onTop.map(({ key }) => key));
  return [
    { name: names.pinned, key: "pinned", cards: onTop },
    { name: names.own, key: "own", cards: own.filter(({ key }) => !isElsewhere.has(key)) },
    ...(onTop.length === 0
      ? groups
      : groups.map((group) => ({ ...group, cards: group.cards.filter(({ key }) => !isElsewhere.has(key)) }))),
  ].filter(({ cards }) => cards.length > 0);
}

/** The pinned cards in the order in which they were pinned. */
function pinnedCards(cards: readonly TagCard[], pinned: readonly string[]): readonly TagCard[] {
  return pinned.flatMap((key) => cards.find((card) => card.key === key) ?? []);
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
