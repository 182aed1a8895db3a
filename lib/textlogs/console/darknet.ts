/** Darknet's line of progress, which names its numbers behind them: `100: 0.55, 0.60 avg loss, 0.001 rate, 2.9 seconds, 6400 images`. */
import { type LineReading, NO_COUNTERS } from "./line-reading.ts";
import { plainText } from "./plain-text.ts";

const NUMBER = "(-?(?:\\d+(?:\\.\\d*)?(?:e[+-]?\\d+)?|nan|inf))";
const PROGRESS = new RegExp(`^\\s{0,4}(\\d{1,12}): ${NUMBER}, ${NUMBER} avg(?: loss)?, ${NUMBER} rate, `, "i");

/** What the line says: the loss of the batch, its running average and the learning rate; null when it is none of Darknet's. */
export function readDarknet(line: string): LineReading | null {
  if (!line.includes(" rate, ")) return null;
  const [, step, loss, average, rate] = PROGRESS.exec(plainText(line.slice(0, 1000))) ?? [];
  if (step === undefined) return null;
  const metrics = new Map([
    ["loss", toNumber(loss)],
    ["avg loss", toNumber(average)],
    ["rate", toNumber(rate)],
  ]);
  return { counters: { ...NO_COUNTERS, step: Number(step) }, metrics, wallTime: Number.NaN, bar: null };
}

const toNumber = (text: string): number => Number(text.replace(/inf/i, "Infinity"));
