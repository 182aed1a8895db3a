/** How long a regular expression may take in the worst case, read from its text: a pattern may come from anybody, with a link or a folder. */

/** What backtracking has to choose from: how many places each of `loops` may end at, times `ways` of the rest. */
interface Choices {
  /** Repetitions without a bound. Infinite where one stands inside another: the choices multiply with every character. */
  readonly loops: number;
  readonly ways: number;
}

const NONE: Choices = { loops: 0, ways: 1 };

/**
 * An upper bound of the steps that `source` takes on a name of `length` characters on which it fails; infinite where it
 * grows faster than every power of the length. `source` is known to compile.
 */
export function worstSteps(source: string, length: number): number {
  const { loops, ways } = new Walk(source).alternatives();
  if (!Number.isFinite(loops)) return Infinity;
  let steps = ways;
  // As many as there are ways to cut a name at `loops` places and its start: length + loops over loops + 1.
  for (let i = 0; i <= loops; i++) steps *= (length + loops - i) / (i + 1);
  return steps;
}

/** Walks over the text of a pattern once, without understanding more of it than where choices are. */
class Walk {
  #at = 0;

  constructor(private readonly source: string) {}

  /** Up to the end, or to the bracket that closes the group. */
  alternatives(): Choices {
    let { loops, ways } = this.#sequence();
    while (this.source[this.#at] === "|") {
      this.#at += 1;
      const other = this.#sequence();
      loops = Math.max(loops, other.loops);
      ways += other.ways;
    }
    return { loops, ways };
  }

  #sequence(): Choices {
    let { loops, ways } = NONE;
    while (this.#at < this.source.length && this.source[this.#at] !== "|" && this.source[this.#at] !== ")") {
      const part = repeat(this.#atom(), this.#quantifier());
      loops += part.loops;
      ways *= part.ways;
    }
    return { loops, ways };
  }

  #atom(): Choices {
    const [lead] = this.#take(/./sy);
    if (lead === "\\") this.#take(/./sy);
    if (lead === "[") this.#take(/(?:\\.|[^\]\\])*\]/sy);
    if (lead !== "(") return NONE;
    this.#take(/\?(?:[:=!]|<[=!]|<[^>]*>)/y);
    const inside = this.alternatives();
    this.#at += 1;
    return inside;
  }

  /** How often at least and at most; a `?` behind it changes the order of trying, not the number of choices. */
  #quantifier(): readonly [number, number] {
    const [text, least, comma, most] = this.#take(/(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y);
    if (text === "") return [1, 1];
    if (text.startsWith("{"))
      return [Number(least), comma === "" ? Number(least) : most === "" ? Infinity : Number(most)];
    return text.startsWith("?") ? [0, 1] : [text.startsWith("+") ? 1 : 0, Infinity];
  }

  #take(sticky: RegExp): readonly string[] {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.source) ?? [""];
    this.#at += found[0].length;
    return found;
  }
}

function repeat({ loops, ways }: Choices, [least, most]: readonly [number, number]): Choices {
  const isSimple = loops === 0 && ways === 1;
  if (most === Infinity) return isSimple ? { loops: 1, ways } : { loops: Infinity, ways };
  return { loops: most === 0 ? 0 : loops * most, ways: ways ** most * (most - least + 1) };
}
