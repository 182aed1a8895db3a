/** How a command ends: 0 done, 1 failed, 2 wrong usage; a failure is one plain sentence on stderr. */
import { say } from "../core/text.ts";

/** A failure that its sentence explains completely. */
export class CommandFailure extends Error {
  constructor(
    sentence: string,
    readonly exitCode: 1 | 2,
  ) {
    super(say(sentence, null));
  }
}

/** The world did not allow it: a directory is missing, a port is taken. */
export const failed = (sentence: string): CommandFailure => new CommandFailure(sentence, 1);

/** The command line does not make sense; the sentence names the flag. */
export const misused = (sentence: string): CommandFailure => new CommandFailure(sentence, 2);
