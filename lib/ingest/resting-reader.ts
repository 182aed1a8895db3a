/** A reader that can rest: of ten thousand quiet files, the readers with their tables and columns would take a hundred megabytes. */
import { deserialize, serialize } from "node:v8";
import type { LogReader } from "../core/log-reader.ts";
import { openReader, type ReaderChoice, resumeReader } from "./log-formats.ts";
import type { ReadBuffer } from "./read-buffer.ts";

export class RestingReader {
  private awake: LogReader | null = null;
  /** Where it stands while it rests: in its own words, or as text. At the beginning there is neither. */
  private words: unknown = null;
  private text = "";

  /** `usual` knows how many points a series of the file is likely to hold. */
  constructor(
    private readonly choice: ReaderChoice,
    private readonly usual: Pick<ReadBuffer, "usualPoints">,
  ) {}

  /** The reader, awake. */
  get(): LogReader {
    this.awake ??= this.wake();
    return this.awake;
  }

  /** Puts a reader at the beginning of a file in its place. */
  begin(): void {
    this.awake = openReader(this.choice, this.usual.usualPoints);
  }

  /** Keeps no more than is needed to go on. */
  rest(): void {
    if (this.awake === null) return;
    const words = this.awake.state();
    // Quiet event files share nearly all of their words; others may hold on to the text in which those were read.
    this.words = this.choice.format === "tfevents" ? words : null;
    this.text = this.words === null ? toText(words) : "";
    this.awake = null;
  }

  /** What `LogReader.state` gives, as one short text: V8's serialization, one character a byte. */
  state(): string {
    if (this.awake !== null) return toText(this.awake.state());
    return this.words === null ? this.text : toText(this.words);
  }

  /** Goes on from such a text. */
  resume(state: string): void {
    this.text = state;
    this.words = null;
    this.awake = null;
  }

  private wake(): LogReader {
    const { choice, words, text } = this;
    if (words === null && text === "") return openReader(choice, this.usual.usualPoints);
    return resumeReader(choice.format, words ?? deserialize(Buffer.from(text, "latin1")));
  }
}

const toText = (words: unknown): string => serialize(words).toString("latin1");
