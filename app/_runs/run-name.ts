/** Names of many levels in a narrow list: what they share stands once above it, and their telling end stays visible. */

/** The folders that all names begin with, `sweeps/digits/`; empty if they share none. */
export function sharedFolder(names: readonly string[]): string {
  const [first] = names;
  if (first === undefined || names.length < 2) return "";
  let length = first.lastIndexOf("/") + 1;
  for (const name of names) {
    while (length > 0 && !name.startsWith(first.slice(0, length))) length = first.lastIndexOf("/", length - 2) + 1;
  }
  return first.slice(0, length);
}

export interface NameParts {
  /** May lose letters at its start. */
  readonly head: string;
  /** Stays visible. */
  readonly tail: string;
}

/** Last levels that many loggers write below the run's real name; they tell nothing alone. */
const GENERIC = /^(train|training|val|valid|validation|dev|eval|test|logs?|tb|tensorboard|version_\d+|\d+)$/i;

/** `name` without the shared folder, split before its last telling level. */
export function splitName(name: string, shared: string): NameParts {
  const rest = name.startsWith(shared) ? name.slice(shared.length) : name;
  const levels = rest.split("/");
  const isGeneric = levels.length > 1 && GENERIC.test(levels.at(-1) ?? "");
  const tail = levels.slice(isGeneric ? -2 : -1).join("/");
  return { head: rest.slice(0, rest.length - tail.length), tail };
}
