/** A reader that can rest: of ten thousand quiet files, the readers with their tables and columns would take a hundred megabytes. */
import { deserialize, serialize } from "node:v8";
import type { LogReader } from "../core/log-reader.ts";
import { openReader, type ReaderChoice, resumeReader } from "./log-formats.ts";
import type { ReadBuffer } from "./read-buffer.ts";

export class RestingReader {
  private awake: LogReader | null = null;
  /** Where it stands while it rests; empty: at the beginning. */
  private resting = "";

  /** `usual` knows how many points a series of the file is likely to hold. */
  constructor(
    private readonly choice: ReaderChoice,
    private readonly usual: Pick<ReadBuffer, "usualPoints">,
  ) {}

  /** The reader, awake. */
  get(): LogReader {
    const { choice, resting } = this;
    this.awake ??=
      resting === ""
        ? openReader(choice, this.usual.usualPoints)
        : resumeReader(choice.format, deserialize(Buffer.from(resting, "latin1")));
    return this.awake;
  }

  /** Puts a reader at the beginning of a file in its place. */
  begin(): void {
    this.awake = openReader(this.choice, this.usual.usualPoints);
  }

  /** Keeps no more than is needed to go on. */
  rest(): void {
    this.resting = this.state();
    this.awake = null;
  }

  /** What `LogReader.state` gives, as one short text: V8's serialization, one character a byte. */
  state(): string {
    return this.awake === null ? this.resting : serialize(this.awake.state()).toString("latin1");
  }

  /** Goes on from such a text. */
  resume(state: string): void {
    this.resting = state;
    this.awake = null;
  }
}
