/** The lines of a console log one after the other: some mean something only behind others. */
import { readDarknet } from "./darknet.ts";
import { type LineReading, readConsoleLine } from "./line-reading.ts";
import { Tables, type TablesState } from "./tables.ts";

export class ConsoleLines {
  private tables = new Tables();

  /** What is recognised in `line`, a line or one redraw of it. */
  read(line: string): LineReading {
    return this.tables.read(line) ?? readDarknet(line) ?? readConsoleLine(line);
  }

  state(): TablesState {
    return this.tables.state();
  }

  static resume(state: TablesState): ConsoleLines {
    const lines = new ConsoleLines();
    lines.tables = Tables.resume(state);
    return lines;
  }
}
