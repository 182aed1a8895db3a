/** The reader's choices on disk: one document for each set of log directories, never beside the logs. */
import * as z from "zod";
import { type Choices, NO_CHOICES } from "../core/choices.ts";
import { readState, setAside, writeState } from "./state-file.ts";

const name = z.string().min(1).max(1000);
const MetricChoice = z.strictObject({ tag: name, goal: z.enum(["max", "min"]).nullable() });

/** Choices as they come from outside: a request, a file. */
export const ChoicesSchema = z
  .strictObject({
    version: z.literal(1),
    metric: MetricChoice.nullable(),
    loss: name.nullable(),
    excluded: z.array(z.strictObject({ run: name, because: z.string().max(1000) })).max(20_000),
    sweeps: z
      .array(
        z.strictObject({
          name,
          runs: z.array(name).min(1).max(20_000),
          metric: MetricChoice.nullable(),
          loss: name.nullable(),
        }),
      )
      .max(1000),
  })
  .refine(({ sweeps }) => new Set(sweeps.map((sweep) => sweep.name)).size === sweeps.length, {
    path: ["sweeps"],
    message: "two sweeps have the same name",
  });

/** The choices kept at one place. One writer: this engine. */
export class ChoicesFile {
  private choices: Choices = NO_CHOICES;
  private writing: Promise<void> = Promise.resolve();

  /** `report`: what a person should know of a file that could not be used, in one sentence. */
  constructor(
    private readonly path: string,
    private readonly report: (sentence: string) => void,
  ) {}

  /** Reads what was kept. What is damaged is put aside and said; the advice then goes without. */
  async load(): Promise<Choices> {
    try {
      const found = await readState(this.path, (json): Choices => ChoicesSchema.parse(json));
      if (found.kind === "read") this.choices = found.value;
      if (found.kind === "damaged") this.report(`${found.because}; it is kept as ${await setAside(this.path)}.`);
    } catch (error) {
      this.report(`Your choices are not used: ${error instanceof Error ? error.message : String(error)}.`);
    }
    return this.choices;
  }

  /** The choices in force. */
  current(): Choices {
    return this.choices;
  }

  /**
   * Keeps `choices` from now on; several at once are kept in the order in which they came.
   *
   * @throws Error if they cannot be written; the old ones stay in force then.
   */
  keep(choices: Choices): Promise<void> {
    const done = this.writing.then(async () => {
      await writeState(this.path, choices);
      this.choices = choices;
    });
    this.writing = done.catch(() => {}); // told to the one who asked; the next may succeed
    return done;
  }
}
