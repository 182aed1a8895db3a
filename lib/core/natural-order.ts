/** The order in which people expect names: digits compare as numbers, and a folder stands before its longer neighbours. */

/**
 * Compares two names the way TensorBoard orders tags and runs: `lr=2` before `lr=10`, `1e-4` before `1e-3`, and
 * `a/b` before `a_b` before `a1` before `ab`. A total order: 0 only for equal strings.
 *
 * One step aside from TensorBoard, whose comparison takes any two of `/`, `_` and a digit for equal and so is no order at
 * all (`1` = `/` = `2`, but `1` < `2`): here they have ranks.
 *
 * @see TensorBoard, vz_sorting/sorting.ts, `compareTagNames`.
 */
export function compareNames(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (isDigit(a, i) && isDigit(b, j)) {
      const aEnd = endOfNumber(a, i);
      const bEnd = endOfNumber(b, j);
      const difference = Number.parseFloat(a.slice(i, aEnd)) - Number.parseFloat(b.slice(j, bEnd));
      if (difference < 0 || difference > 0) return difference;
      i = aEnd;
      j = bEnd;
      continue;
    }
    const difference = rank(a, i) - rank(b, j);
    if (difference !== 0) return difference;
    i += 1;
    j += 1;
  }
  if (i < a.length) return 1;
  if (j < b.length) return -1;
  return a < b ? -1 : a > b ? 1 : 0; // `01` and `1` are the same number, but not the same name
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** `/` and `_` end a word, so they sort before everything that continues it; digits come next. */
function rank(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 47) return -3;
  if (code === 95) return -2;
  return isDigit(text, at) ? -1 : code;
}

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Where the number that begins at `start` ends: fraction and exponent belong to it. */
function endOfNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  return NUMBER.test(text) ? NUMBER.lastIndex : start + 1;
}
