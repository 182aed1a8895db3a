/** A report before it is written: what it says, in order, without knowing how. All texts are plain. */

import type { Figure } from "../core/figure.ts";
import type { Language } from "../core/text.ts";

/** A part of a document, free of markup: `html.ts`, `markdown.ts` and others write it. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string; readonly isStrong: boolean }
  | {
      readonly kind: "list";
      readonly title: string | null;
      readonly items: readonly string[];
      readonly isNumbered: boolean;
    }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly { readonly cells: readonly string[]; readonly isMarked: boolean }[];
    }
  | { readonly kind: "figure"; readonly figure: Figure }
  | {
      readonly kind: "code";
      readonly title: string;
      readonly code: string;
      /** Only its title is seen until somebody opens it. */
      readonly isFolded?: boolean;
    };

export interface ReportDocument {
  readonly title: string;
  readonly language: Language;
  readonly blocks: readonly Block[];
}
