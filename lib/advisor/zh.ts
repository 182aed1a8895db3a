/** 中文。What the advisor says, in Chinese, by English template. */
import type { Catalogue } from "../core/text.ts";
import { checks } from "./zh/checks.ts";
import { decayTexts } from "./zh/decay.ts";
import { rates } from "./zh/rates.ts";
import { steps } from "./zh/steps.ts";
import { words } from "./zh/words.ts";

/** Every template of `lib/advisor` has its entry in one of these, with the same placeholders. */
export const zhParts: readonly Catalogue[] = [words, rates, steps, decayTexts, checks];

/** Every template of `lib/advisor` in Chinese. */
export const zh: Catalogue = Object.assign({}, ...zhParts);
