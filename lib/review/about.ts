/** What is written down of a happening beside who, what and when. */
import type { Verdict } from "../core/review.ts";
import type { Language } from "../core/text.ts";

/** What stands in `about_json`; whatever a row does not say is empty. */
export interface About {
  readonly thread: string | null;
  readonly comment: string | null;
  readonly references: readonly number[];
  readonly runs: readonly string[];
  readonly subject: string;
  readonly texts: Readonly<Partial<Record<Language, string>>>;
  readonly verdict: Verdict | null;
  readonly count: number;
}

const NOTHING: About = {
  thread: null,
  comment: null,
  references: [],
  runs: [],
  subject: "",
  texts: {},
  verdict: null,
  count: 1,
};

/** What a row says. */
export function toAbout(json: string): About {
  const said: Partial<About> = JSON.parse(json);
  return { ...NOTHING, ...said };
}

/** What is written down of a happening. */
export const about = (said: Partial<About>): string => JSON.stringify(said);
