/** Thinking in parts: between two of them the caller may do something else, or stop. */

export type Parts<Answer> = Generator<undefined, Answer>;

/** All parts at once. */
export function finish<Answer>(parts: Parts<Answer>): Answer {
  let part = parts.next();
  while (part.done !== true) part = parts.next();
  return part.value;
}
