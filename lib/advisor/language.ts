/** Says what the advisor thought, in the language of who reads it. */
import { type Catalogue, type Language, sayAll } from "../core/text.ts";
import { zh } from "./zh.ts";

const CATALOGUES: Readonly<Record<Language, Catalogue | null>> = { en: null, zh };

/** `answer` with all its texts in `language`. Numbers, names and codes are the same in each. */
export const inLanguage = <Answer>(answer: Answer, language: Language): Answer => sayAll(answer, CATALOGUES[language]);
