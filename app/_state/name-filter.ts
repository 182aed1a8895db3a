/** The filter boxes: regular expressions with TensorBoard's semantics. */

/** `all`: nothing to filter by. `broken`: no regular expression, so nothing matches, and `because` says what is wrong. */
export type NameFilter =
  | { readonly kind: "all" }
  | { readonly kind: "pattern"; readonly pattern: RegExp }
  | { readonly kind: "broken"; readonly because: string };

/** Case-insensitive and unanchored. */
export function parseNameFilter(text: string): NameFilter {
  if (text === "") return { kind: "all" };
  try {
    return { kind: "pattern", pattern: new RegExp(text, "i") };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "broken", because: message.replace(/^Invalid regular expression: /, "") };
  }
}

export function matches(filter: NameFilter, name: string): boolean {
  if (filter.kind === "all") return true;
  return filter.kind === "pattern" && filter.pattern.test(name);
}
