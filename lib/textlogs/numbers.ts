/** Numbers as logs print them. */

/** Longer text than this is no number that a program printed. */
const LONGEST_NUMBER = 64;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ["nan", NaN],
  ["+nan", NaN],
  ["-nan", NaN],
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
  ["infinity", Infinity],
  ["+infinity", Infinity],
  ["-infinity", -Infinity],
]);

/**
 * The number that `text` spells in decimal, or null. NaN and infinities count in every usual spelling; a number beyond
 * the range of doubles (`1e999`) is infinite, as it is for the program that wrote it. Linear in `text`.
 */
export function toNumber(text: string): number | null {
  if (text.length > LONGEST_NUMBER) return null;
  const trimmed = text.trim();
  if (DECIMAL.test(trimmed)) return Number(trimmed);
  return SPECIAL.get(trimmed.toLowerCase()) ?? null;
}

/** `toNumber` of a value that may carry its unit: `87.3%` is 87.3, as it is printed. */
export function toValue(text: string): number | null {
  const trimmed = text.trimEnd();
  return trimmed.endsWith("%") ? toNumber(trimmed.slice(0, -1)) : toNumber(text);
}

const COMMA_DECIMAL = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)?,\d*(?:[eE][+-]?\d+)?$/;
const COMMA_GROUPS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/**
 * The number that `text` spells where commas may be decimal points (`0,5`, `1.234,5`) or set thousands apart
 * (`1,234,567`). The two meet in `1,234`: `commaIsDecimal` says which of them the file's cells mean.
 */
export function toLocalNumber(text: string, commaIsDecimal: boolean): number | null {
  const plain = toNumber(text);
  if (plain !== null || !text.includes(",") || text.length > LONGEST_NUMBER) return plain;
  const trimmed = text.trim();
  if (!commaIsDecimal && COMMA_GROUPS.test(trimmed)) return toNumber(trimmed.replaceAll(",", ""));
  return COMMA_DECIMAL.test(trimmed) ? toNumber(trimmed.replaceAll(".", "").replace(",", ".")) : null;
}
