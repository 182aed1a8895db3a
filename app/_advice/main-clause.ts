/** The part of an answer that one acts on. */
import type { ConfidenceWord } from "../../lib/core/advice.ts";
import { confidence } from "../_i18n/zh/confidence.ts";

const WORDS: readonly ConfidenceWord[] = ["clear", "likely", "tentative", "not enough evidence"];
const CHINESE = Object.values(confidence).join("|");
const END = new RegExp(`; | \\(|\\. |: (?=(?:${WORDS.join("|")})\\b)|\\.$|；|（|。|：(?=${CHINESE})`);

/**
 * A headline up to its first qualification: "Train at 0.001: likely; 0.0005 is the same within noise." becomes "Train at
 * 0.001". The confidence stands beside it as a sign, the rest is read in the panel.
 */
export function mainClause(headline: string): string {
  const end = headline.search(END);
  return end > 0 ? headline.slice(0, end) : headline;
}
