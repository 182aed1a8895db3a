/** The screens in English, which is also the list of all texts there are. */
import { access } from "./en/access.ts";
import { advice } from "./en/advice.ts";
import { board } from "./en/board.ts";
import { charts } from "./en/charts.ts";
import { launches } from "./en/launches.ts";
import { review } from "./en/review.ts";
import { runs } from "./en/runs.ts";

export const en = { ...access, ...advice, ...board, ...charts, ...launches, ...review, ...runs } as const;
