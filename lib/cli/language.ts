/** The language of what a command prints, as its flag says it. */
import { LANGUAGES, type Language } from "../core/text.ts";
import { misused } from "./failure.ts";

/** @throws CommandFailure for a language that is not spoken here. */
export function toLanguage(text: string): Language {
  const language = LANGUAGES.find((one) => one === text);
  if (language === undefined) throw misused(`--language ${text} is not known; there are en and zh.`);
  return language;
}
