/** 中文界面。The screens in Chinese; the advisor's sentences are in `lib/advisor/zh/`. */

import type { Messages } from "./messages.ts";
import { access } from "./zh/access.ts";
import { advice } from "./zh/advice.ts";
import { board } from "./zh/board.ts";
import { charts } from "./zh/charts.ts";
import { launches } from "./zh/launches.ts";
import { review } from "./zh/review.ts";
import { runs } from "./zh/runs.ts";

export const zh: Messages = { ...access, ...advice, ...board, ...charts, ...launches, ...review, ...runs };
