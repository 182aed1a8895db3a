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

const TOKEN = /([A-Za-z_][\w.@#/-]*)|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(\s+)|(.)/gsy;
const SPECIAL = new Map([
  ["nan", NaN],
  ["inf", Infinity],
  ["infinity", Infinity],
]);
const TOTAL = /\s{0,4}\/\s{0,4}(\d{1,15})(?![\w./-])/y;
const THOUSANDS = /(?:,\d{3})+(?:\.\d+)?(?!\d)/y;
/** What makes the digits before it part of something longer. */
const GLUED = /[:./-]?\d[\w:./-]*|[A-Za-z_][\w/]*/y;

/** The tokens of `line`, in time linear in it. A number that is part of something else is one sign. */
export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < line.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(line);
    if (match === null) break;
    const [, word, digits, space, sign] = match;
    if (word !== undefined) {
      const special = SPECIAL.get(word.toLowerCase());
      if (special !== undefined) pushNumber(tokens, special, null, false, false);
      else tokens.push({ kind: "word", text: trimWord(word) });
      if (word.endsWith(".")) tokens.push({ kind: "sign", text: "." });
    } else if (digits !== undefined) readNumber(line, digits, tokens);
    else if (space !== undefined) tokens.push({ kind: "space", isWide: space.length > 1 || space === "\t" });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
  }
  return tokens;
}

/** Reads the number at the end of the match, and what it is glued to, and leaves `TOKEN` behind both. */
function readNumber(line: string, digits: string, tokens: Token[]): void {
  const end = TOKEN.lastIndex;
  GLUED.lastIndex = end;
  TOTAL.lastIndex = end;
  const total = TOTAL.exec(line);
  const isInteger = /^\d+$/.test(digits);
  THOUSANDS.lastIndex = end;
  const groups = isInteger && digits.length <= 3 ? THOUSANDS.exec(line) : null;
  if (groups !== null) {
    TOKEN.lastIndex = THOUSANDS.lastIndex;
    const value = Number((digits + groups[0]).replaceAll(",", ""));
    pushNumber(tokens, value, null, false, Number.isInteger(value));
  } else if (total !== null && isInteger) {
    TOKEN.lastIndex = TOTAL.lastIndex;
    pushNumber(tokens, Number(digits), Number(total[1]), false, true);
  } else if (GLUED.test(line)) {
    TOKEN.lastIndex = GLUED.lastIndex;
    tokens.push({ kind: "sign", text: digits });
  } else {
    const isPercent = line[end] === "%";
    if (isPercent) TOKEN.lastIndex = end + 1;
    pushNumber(tokens, Number(digits), null, isPercent, isInteger);
  }
}

/** A sign directly before the number, and not behind a word or number, belongs to it. */
function pushNumber(
  tokens: Token[],
  value: number,
  total: number | null,
  isPercent: boolean,
  isInteger: boolean,
): void {
  const sign = tokens.at(-1);
  const before = tokens.at(-2);
  const isSigned =
    sign?.kind === "sign" && /^[+-]$/.test(sign.text) && before?.kind !== "word" && before?.kind !== "number";
  if (isSigned) tokens.pop();
  const signed = isSigned && sign.text === "-" ? -value : value;
  tokens.push({ kind: "number", value: signed, total, isPercent, isInteger });
}

const trimWord = (word: string): string => word.replace(/[./-]+$/, "");
