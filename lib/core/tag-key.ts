/** A tag's short name in links: tags may hold any character, a key needs no escaping. */
import { toRunId } from "./units.ts";

const known = new Map<string, string>();

/** Eight characters that stand for `tag` (or for a group of tags) in the URL. */
export function tagKey(tag: string): string {
  let key = known.get(tag);
  if (key === undefined) {
    key = toRunId("tag", tag).slice(-8);
    known.set(tag, key);
  }
  return key;
}
