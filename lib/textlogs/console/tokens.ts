/** A line of console output → words, numbers and signs. */

export type Token =
  | { readonly kind: "word"; readonly text: string }
  | NumberToken
  | { readonly kind: "space"; readonly isWide: boolean }
  | { readonly kind: "sign"; readonly text: string };

/** A number that stands for itself: not part of a date, time, version, path, size or address. */
export interface NumberToken {
  readonly kind: "number";
  readonly value: number;
  /** The other side of `100/6000`. */
  readonly total: number | null;
  readonly isPercent: boolean;
  readonly isInteger: boolean;
}

const SPECIAL = new Map([
  ["nan", NaN],
  ["inf", Infinity],
  ["infinity", Infinity],
]);
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** The other side of a fraction; `01/31 12:00` is a date. */
const TOTAL = /\s{0,4}\/\s{0,12}(\d{1,15})(?![\w./-]|\s\d{1,2}:\d\d)/y;
const THOUSANDS = /(?:,\d{3})+(?:\.\d+)?(?!\d)/y;
/** What makes the digits before it part of something longer. */
const GLUED = /[:./-]?\d[\w:./-]*|\/?[A-Za-z_][\w/]*/y;

const SPACES: readonly Token[] = [
  { kind: "space", isWide: false },
  { kind: "space", isWide: true },
];
const SIGNS = new Map<string, Token>(
  Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).map((text) => [text, { kind: "sign", text }]),
);

/** What a character begins, by its code: 0 a sign, 1 a letter, 2 a digit, 3 white space; and what goes on in a word. */
const CLASS = Uint8Array.from({ length: 128 }, (_, code) => classOf(String.fromCharCode(code)));
const IN_WORD = Uint8Array.from({ length: 128 }, (_, code) => (/[\w.@#/-]/.test(String.fromCharCode(code)) ? 1 : 0));

function classOf(character: string): number {
  if (/[A-Za-z_]/.test(character)) return 1;
  if (/\d/.test(character)) return 2;
  return /\s/.test(character) ? 3 : 0;
}

/** The tokens of `line`, in time linear in it. A number that is part of something else is one sign. */
export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    let end = at + 1;
    switch (code < 128 ? CLASS[code] : 0) {
      case 1:
        while (end < line.length && line.charCodeAt(end) < 128 && IN_WORD[line.charCodeAt(end)] === 1) end += 1;
        pushWord(tokens, line.slice(at, end));
        break;
      case 2:
        end = readNumber(line, at, tokens);
        break;
      case 3:
        while (end < line.length && line.charCodeAt(end) < 128 && CLASS[line.charCodeAt(end)] === 3) end += 1;
        tokens.push(SPACES[end - at > 1 || code === 0x09 ? 1 : 0]);
        break;
      default: {
        const next = line.charCodeAt(end);
        const isFraction = code === 0x2e && next < 128 && CLASS[next] === 2; // .5
        if (isFraction) end = readNumber(line, at, tokens);
        else tokens.push(SIGNS.get(line[at]) ?? { kind: "sign", text: line[at] });
      }
    }
    at = end;
  }
  return tokens;
}

/** A word without the punctuation that ends it; `nan` and `inf` are numbers. A word that ends a sentence ends a phrase. */
function pushWord(tokens: Token[], word: string): void {
  const special = word.length <= 8 ? SPECIAL.get(word.toLowerCase()) : undefined;
  if (special !== undefined) pushNumber(tokens, special, null, false, false);
  else tokens.push({ kind: "word", text: word.replace(/[./-]+$/, "") });
  if (word.endsWith(".")) tokens.push({ kind: "sign", text: "." });
}

/** Reads the number at `at` and what it is glued to, and returns the index behind both. */
function readNumber(line: string, at: number, tokens: Token[]): number {
  NUMBER.lastIndex = at;
  const digits = NUMBER.exec(line)?.[0] ?? line[at];
  const end = at + digits.length;
  const isInteger = !/[^0-9]/.test(digits);
  const next = line.charCodeAt(end);
  if (Number.isNaN(next)) return pushNumber(tokens, Number(digits), null, false, isInteger, end);
  if (next === 0x25) return pushNumber(tokens, Number(digits), null, true, isInteger, end + 1);
  if (isInteger && next === 0x2c && digits.length <= 3) {
    THOUSANDS.lastIndex = end;
    const groups = THOUSANDS.exec(line)?.[0] ?? "";
    const value = Number((digits + groups).replaceAll(",", ""));
    return pushNumber(tokens, value, null, false, Number.isInteger(value), end + groups.length);
  }
  if (isInteger && (next === 0x2f || next === 0x20)) {
    TOTAL.lastIndex = end;
    const total = TOTAL.exec(line);
    if (total !== null) return pushNumber(tokens, Number(digits), Number(total[1]), false, true, TOTAL.lastIndex);
  }
  GLUED.lastIndex = end;
  if (next < 128 && GLUED.test(line)) {
    tokens.push({ kind: "sign", text: digits });
    return GLUED.lastIndex;
  }
  return pushNumber(tokens, Number(digits), null, false, isInteger, end);
}

/** Pushes a number and returns `end`. A sign directly before it, and not behind a word or number, belongs to it. */
function pushNumber(
  tokens: Token[],
  value: number,
  total: number | null,
  isPercent: boolean,
  isInteger: boolean,
  end = 0,
): number {
  const sign = tokens.at(-1);
  const before = tokens.at(-2);
  const isSigned =
    sign?.kind === "sign" &&
    (sign.text === "-" || sign.text === "+") &&
    before?.kind !== "word" &&
    before?.kind !== "number";
  if (isSigned) tokens.pop();
  const signed = isSigned && sign.text === "-" ? -value : value;
  tokens.push({ kind: "number", value: signed, total, isPercent, isInteger });
  return end;
}
