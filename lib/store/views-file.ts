/** Named views on disk: one document for each set of log directories, never beside the logs. */
import * as z from "zod";
import { compareNames } from "../core/natural-order.ts";
import type { NamedView, ViewChange, ViewsAnswer } from "../core/views.ts";
import { readState, setAside, writeState } from "./state-file.ts";

const name = z.string().trim().min(1).max(200);
const query = z.string().max(100_000);

/** A change as it comes from outside. */
export const ViewChangeSchema = z.strictObject({ name, query: query.nullable(), was: query.nullable() });

const Document = z.strictObject({
  version: z.literal(1),
  views: z.array(z.strictObject({ name, query, by: z.string(), savedAt: z.number() })),
});

const MOST_VIEWS = 1000;

/** `conflict`: somebody else was faster; `is` what they saved, null where they took it away. */
export type ViewKept =
  | { readonly kind: "kept" }
  | { readonly kind: "conflict"; readonly is: NamedView | null }
  | { readonly kind: "too many"; readonly most: number };

/** The views kept at one place. One writer: this engine. */
export class ViewsFile {
  private views: readonly NamedView[] = [];
  private writing: Promise<unknown> = Promise.resolve();

  /** `report`: what a person should know of a file that could not be used, in one sentence. */
  constructor(
    private readonly path: string,
    private readonly report: (sentence: string) => void,
  ) {}

  /** Reads what was kept. What is damaged is put aside and said. */
  async load(): Promise<void> {
    try {
      const found = await readState(this.path, (json) => Document.parse(json));
      if (found.kind === "read") this.views = found.value.views;
      if (found.kind === "damaged") this.report(`${found.because}; it is kept as ${await setAside(this.path)}.`);
    } catch (error) {
      this.report(`Named views are not shown: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }

  answer(): ViewsAnswer {
    return { version: 1, views: this.views };
  }

  /**
   * Saves a view, or takes it away, if it is still what the change says that it was. `by` and `savedAt`: who wants it, and when.
   *
   * @throws Error if it cannot be written; everything stays as it was then.
   */
  change(change: ViewChange, by: string, savedAt: number): Promise<ViewKept> {
    const done = this.writing.then(() => this.changeNow(change, by, savedAt));
    this.writing = done.catch(() => {}); // told to the one who asked; the next may succeed
    return done;
  }

  private async changeNow({ name, query, was }: ViewChange, by: string, savedAt: number): Promise<ViewKept> {
    const is = this.views.find((view) => view.name === name) ?? null;
    if (is?.query === query || (is === null && query === null)) return { kind: "kept" };
    if ((is?.query ?? null) !== was) return { kind: "conflict", is };
    const others = this.views.filter((view) => view !== is);
    if (query !== null && others.length >= MOST_VIEWS) return { kind: "too many", most: MOST_VIEWS };
    const views = query === null ? others : [...others, { name, query, by, savedAt }];
    const sorted = views.sort((a, b) => compareNames(a.name, b.name));
    await writeState(this.path, { version: 1, views: sorted });
    this.views = sorted;
    return { kind: "kept" };
  }
}
