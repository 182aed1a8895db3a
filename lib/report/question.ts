/** What a block with data asks for. */
import type { DataBlock, Question } from "./parts.ts";

/** What `block` asks for, without what its author wrote around it: two blocks that ask for the same show the same. */
export function questionOf(block: DataBlock): Question {
  switch (block.kind) {
    case "chart":
      return { kind: "chart", chart: block.chart };
    case "table":
      return { kind: "table", table: block.table };
    case "advice":
      return { kind: "advice", advice: block.advice };
  }
}
