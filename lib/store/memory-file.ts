/** Memory of past sweeps on disk: one document for all log directories, in our own folder. */
import * as z from "zod";
import { type KeptLesson, type Memory, NO_MEMORY } from "../core/memory.ts";
import { readState, setAside, writeState } from "./state-file.ts";

const MemorySchema = z.strictObject({
  version: z.literal(1),
  lessons: z.array(
    z.strictObject({
      key: z.string(),
      optimizer: z.string().nullable(),
      bestRate: z.number().positive(),
      gapFactor: z.number().nonnegative().nullable(),
    }),
  ),
});

/** What a memory becomes with new lessons; the same object when nothing is new. */
export type Remember = (memory: Memory, lessons: readonly KeptLesson[]) => Memory;

/** The memory at one place. It is read again before every change, so that engines side by side forget little of each other's. */
export class MemoryFile {
  private writing: Promise<void> = Promise.resolve();
  private last = "";

  /** `report`: what a person should know of a file that cannot be used, in one sentence. */
  constructor(
    private readonly path: string,
    private readonly remember: Remember,
    private readonly report: (sentence: string) => void,
  ) {}

  /** What is remembered. What is damaged is put aside and said. */
  async load(): Promise<Memory> {
    try {
      const found = await readState(this.path, (json): Memory => MemorySchema.parse(json));
      if (found.kind === "read") return found.value;
      if (found.kind === "damaged") this.report(`${found.because}; it is kept as ${await setAside(this.path)}.`);
    } catch (error) {
      this.report(`Past sweeps are not remembered: ${error instanceof Error ? error.message : String(error)}.`);
    }
    return NO_MEMORY;
  }

  /** Adds `lessons`; resolves when they are on disk, or were reported not to be. Cheap when they are those of the last time. */
  learn(lessons: readonly KeptLesson[]): Promise<void> {
    const text = JSON.stringify(lessons);
    if (lessons.length === 0 || text === this.last) return this.writing;
    this.last = text;
    this.writing = this.writing.then(async () => {
      try {
        const known = await this.load();
        const memory = this.remember(known, lessons);
        if (memory !== known) await writeState(this.path, memory);
      } catch (error) {
        this.report(`This sweep is not remembered: ${error instanceof Error ? error.message : String(error)}.`);
      }
    });
    return this.writing;
  }
}
