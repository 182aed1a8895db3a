/** What a block asks for, without what its author wrote around it. */
import type { DataBlock, Question } from "../../lib/report/parts.ts";

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
