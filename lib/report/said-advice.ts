/** Advice in a report, in the language that somebody reads. */
import type { Language } from "../core/text.ts";
import type { Block } from "./document.ts";
import type { AdviceData } from "./parts.ts";

/** What `advice` says in `language`, or in the one language that was kept of it. */
export const adviceIn = ({ said, blocks }: AdviceData, language: Language): readonly Block[] =>
  said?.[language] ?? blocks ?? Object.values(said ?? {})[0] ?? [];
