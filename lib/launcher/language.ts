/** Says what the launcher has to say, and what the advice said of its runs, in the language of who reads it. */
import { zh as adviceZh } from "../advisor/zh.ts";
import { type Catalogue, type Language, sayAll } from "../core/text.ts";
import { zh } from "./zh.ts";

const CATALOGUES: Readonly<Record<Language, Catalogue | null>> = { en: null, zh: { ...adviceZh, ...zh } };

/** `answer` with all its texts in `language`. Numbers, names and codes are the same in each. */
export const inLanguage = <Answer>(answer: Answer, language: Language): Answer => sayAll(answer, CATALOGUES[language]);
