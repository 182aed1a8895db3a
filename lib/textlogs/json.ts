/** JSON as training programs write it: with bare NaN and Infinity, and whatever keys. */

/** Objects are maps: no key, not even `__proto__`, means anything to us. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** Deeper nesting is no log. */
const DEEPEST = 64;

/** Whether `value` is an object of JSON. */
export const isJsonObject = (value: JsonValue): value is JsonObject => value instanceof Map;

/**
 * The JSON value that begins at `text[at]` (white space before it is passed over) and the index behind it, or null when
 * there is none that is whole. Accepts besides JSON: `NaN`, `Infinity`, `-Infinity` and C's `nan` and `inf` as numbers;
 * control characters in strings; unknown escapes, which stand for themselves. Of equal keys the last one counts. A number
 * beyond the range of doubles is infinite. Linear in the text that it reads; never throws.
 */
export function parseJsonAt(text: string, at: number): { readonly value: JsonValue; readonly end: number } | null {
  const parser = new Parser(text, at);
  const value = parser.value(0);
  return value === undefined ? null : { value, end: parser.at };
}

/** The JSON value that is all of `text`, or null: JSON's own null is no answer anyone asks for. */
export function parseJson(text: string): JsonValue {
  const parsed = parseJsonAt(text, 0);
  return parsed === null || text.slice(parsed.end).trim() !== "" ? null : parsed.value;
}

const NUMBER = /-?(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|NaN|nan|Infinity|inf)/y;
const WORD: readonly (readonly [string, JsonValue])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Parser {
  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  /** Undefined: no whole value stands here. */
  value(depth: number): JsonValue | undefined {
    this.skipSpace();
    switch (this.text[this.at]) {
      case "{":
        return depth < DEEPEST ? this.object(depth) : undefined;
      case "[":
        return depth < DEEPEST ? this.array(depth) : undefined;
      case '"':
        return this.string();
      default:
        return this.numberOrWord();
    }
  }

  private object(depth: number): JsonObject | undefined {
    const object = new Map<string, JsonValue>();
    this.at += 1;
    if (this.takes("}")) return object;
    for (;;) {
      this.skipSpace();
      const key = this.text[this.at] === '"' ? this.string() : undefined;
      if (key === undefined || !this.takes(":")) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      object.set(key, value);
      if (this.takes("}")) return object;
      if (!this.takes(",")) return undefined;
    }
  }

  private array(depth: number): readonly JsonValue[] | undefined {
    const array: JsonValue[] = [];
    this.at += 1;
    if (this.takes("]")) return array;
    for (;;) {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      array.push(value);
      if (this.takes("]")) return array;
      if (!this.takes(",")) return undefined;
    }
  }

  private string(): string | undefined {
    const { text } = this;
    const from = this.at + 1;
    let hasEscapes = false;
    for (let at = from; at < text.length; at++) {
      const character = text.charCodeAt(at);
      if (character === 0x5c) {
        hasEscapes = true;
        at += 1;
      } else if (character === 0x22) {
        this.at = at + 1;
        const raw = text.slice(from, at);
        return hasEscapes ? unescapeJson(raw) : raw;
      }
    }
    return undefined;
  }

  private numberOrWord(): JsonValue | undefined {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (match !== null) {
      this.at = NUMBER.lastIndex;
      return Number(match[0].replace("nan", "NaN").replace(/inf$/, "Infinity"));
    }
    for (const [word, value] of WORD) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return undefined;
  }

  private takes(character: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    const { text } = this;
    for (;;) {
      const character = text.charCodeAt(this.at);
      if (character !== 0x20 && character !== 0x0a && character !== 0x0d && character !== 0x09) return;
      this.at += 1;
    }
  }
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

const unescapeJson = (raw: string): string =>
  raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex: string | undefined, character: string) =>
    hex === undefined ? (ESCAPED[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
