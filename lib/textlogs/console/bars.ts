/** Progress bars as tqdm and Keras draw them. */

/** A bar in a line: how far it is, and what stands before and behind it. */
export interface Bar {
  readonly done: number;
  /** Null when the bar does not know how long it will get. */
  readonly total: number | null;
  /** Text before the bar, tqdm's description. */
  readonly before: string;
  /** Text behind the bar, without times and rates. */
  readonly after: string;
}

const COUNT = "([\\d.]+[kKMG]?)";
// 45%|███▌    | 45/100 [00:10<00:12,  4.52it/s, loss=0.5]
const TQDM_PERCENT = /\d{1,3}%\|/;
const TQDM_COUNT = new RegExp(`^ {0,8}${COUNT}/${COUNT} {0,8}\\[([^\\]<]{0,24})<([^\\],]{0,24})(?:,|\\])`);
// 45it [00:10,  4.52it/s, loss=0.5]
const TQDM_OPEN = new RegExp(`(?:^|: {0,8})${COUNT}it \\[[\\d:]{1,12}, {0,8}[^,\\]]{0,24}(?:,|\\])`);
// 19/19 ━━━━━━━ 1s 24ms/step - loss: 2.2   or   19/19 [=======>...] - 1s 24ms/step - loss: 2.2   or   19/19 - 1s - loss: 2.2
const KERAS = /^\s{0,8}(\d{1,12})\/(\d{1,12}|Unknown)\s{1,4}(?=[━\u2578-\u257b[-])/u;

/** The progress bar in `line`, or null. */
export function findBar(line: string): Bar | null {
  return findTqdm(line) ?? findOpenTqdm(line) ?? findKeras(line);
}

function findTqdm(line: string): Bar | null {
  const percent = TQDM_PERCENT.exec(line);
  if (percent === null) return null;
  const bar = line.indexOf("|", percent.index + percent[0].length);
  const count = bar < 0 ? null : TQDM_COUNT.exec(line.slice(bar + 1));
  if (count === null) return null;
  const before = line.slice(0, percent.index).trim();
  const after = line.slice(bar + 1 + count[0].length);
  return { done: toCount(count[1]), total: toCount(count[2]), before, after: withoutRate(after) };
}

function findOpenTqdm(line: string): Bar | null {
  const count = TQDM_OPEN.exec(line.slice(0, 512));
  if (count === null) return null;
  const after = line.slice(count.index + count[0].length);
  return { done: toCount(count[1]), total: null, before: line.slice(0, count.index).trim(), after };
}

function findKeras(line: string): Bar | null {
  const count = KERAS.exec(line);
  if (count === null) return null;
  const total = count[2] === "Unknown" ? null : Number(count[2]);
  // Times and the bar itself stand before the first " - name:".
  const after = line.slice(count[0].length);
  return { done: Number(count[1]), total, before: "", after };
}

/** Without the rate, which ends at the first comma or at the closing bracket. */
function withoutRate(text: string): string {
  const rate = /^\s{0,8}[^,\]]{0,24}(?:it\/s|s\/it|\?)[^,\]]{0,8}/.exec(text);
  return rate === null ? text : text.slice(rate[0].length);
}

const UNITS: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, G: 1e9 };

function toCount(text: string): number {
  const unit = UNITS[text.at(-1) ?? ""];
  return unit === undefined ? Number(text) : Math.round(Number(text.slice(0, -1)) * unit);
}
