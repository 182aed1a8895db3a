/** What the learning-rate cases of `fixtures/cases` must answer: the tables of `cases.test.ts`. */
import type { ConfidenceWord, Verdict } from "../core/advice.ts";
import type { RunOutcome } from "./runs/run-state.ts";

const ALONE = "only one learning rate was tried";
const NO_DEV = "memorisation cannot be seen without a dev metric";
const NO_SIZE = "the dev noise is 0.4 points, assumed: no seeds and no dev set size";
const HIGHEST = "the pick is the highest that was tried: better ones may lie beyond";
const LOWEST = "the pick is the lowest that was tried: better ones may lie beyond";
const DIVERGED = "it diverged";
const FLAT = "it learned less than 5 % of what the best one did";
const STOPPED = "it stopped before the others' end";
const cliff = (rate: number): string => `the next rate, ${rate}, fails: another seed may fail at the pick`;

/**
 * Verdict, value, confidence, the rates proposed first, in order, and why. Confidence follows from the caps: loss only 0.6, edge 0.5, one rate 0.2, a
 * run that was cut short while ahead 0.4.
 */
export const VERDICTS: readonly [number, Verdict, number | null, ConfidenceWord, number[], string][] = [
  [1, "pick", 0.01, "tentative", [0.0316, 0.00316], "the textbook sweep"],
  [2, "pick", 0.01, "tentative", [0.0316, 0.00316], "a spike that recovers changes nothing"],
  [3, "pick", 0.01, "tentative", [0.00316], "0.03 collapsed and stays out"],
  [
    4,
    "insufficient",
    0.01,
    "not enough evidence",
    [0.1, 0.00316],
    "the staircase run cannot be compared, and two rates are too few",
  ],
  [6, "pick", 0.01, "tentative", [0.1, 0.00316], "a flat start is forgiven when the drop comes"],
  [7, "pick", 0.01, "tentative", [0.0316, 0.00316], "deep wins over fast and shallow"],
  [8, "pick", 0.1, "tentative", [1, 0.0316], "within the gate, fast wins"],
  [10, "tie", 0.01, "tentative", [0.01, 0.005, 0.02], "one law, three noises"],
  [13, "pick", 0.01, "tentative", [0.0316, 0.00316], "negative losses work on the shifted scale"],
  [14, "pick", 0.01, "likely", [0.0316, 0.00316], "90 percent is 0.9"],
  [15, "pick", 0.01, "likely", [0.0316, 0.00316], "of word error rates the lowest wins"],
  [16, "insufficient", 0.01, "not enough evidence", [0.1, 0.0316, 0.00316, 0.001], "one run is no comparison"],
  [17, "insufficient", 0.01, "not enough evidence", [0.03], "the run that crashed was ahead: rerun it"],
  [18, "pick", 0.01, "tentative", [0.00316], "the run that crashed was behind: forget it"],
  [20, "pick", 0.01, "tentative", [0.0316, 0.00316], "epochs serve as well as steps"],
  [23, "pick", 0.01, "tentative", [0.1, 0.00316], "two NaN that pass are a flag, not a state"],
  [24, "pick", 0.01, "tentative", [], "a loss of 1e28 poisons nobody"],
  [25, "insufficient", null, "not enough evidence", [0.01, 0.001], "all diverged: go down"],
  [26, "insufficient", null, "not enough evidence", [0.0001, 0.001], "all stood still: go up"],
  [27, "pick", 0.1, "tentative", [1], "the best is the highest: extend"],
  [28, "pick", 0.001, "tentative", [0.0001], "the best is the lowest: extend"],
  [29, "tie", 0.003, "tentative", [], "of two equals, not the one at the cliff"],
  [30, "pick", 0.01, "tentative", [0.1, 0.00316], "the rewound stretch is not counted twice"],
  [31, "pick", 0.01, "tentative", [], "one run ten times longer does not set the horizon"],
  [34, "pick", 0.01, "likely", [], "a bad loss with a super dev accuracy is suspicious"],
  [35, "tie", 0.01, "tentative", [], "0.1 points are nothing beside 0.6 between seeds"],
  [36, "pick", 0.01, "tentative", [], "a rate that fails in 1 of 3 seeds is not picked"],
  [47, "pick", 0.1, "tentative", [1], "batch sizes differ, which caps the confidence"],
  [50, "insufficient", 0.01, "not enough evidence", [0.03], "the run ahead is still running: wait for it"],
];

/** Every reason that keeps the confidence small: no dev metric 0.6, an edge 0.5, a cliff 0.6, one rate 0.2, a run ahead 0.4. */
export const CAPS: readonly [number, readonly string[]][] = [
  [1, [cliff(0.1), NO_DEV]],
  [2, [cliff(0.1), NO_DEV]],
  [3, [cliff(0.03), NO_DEV]],
  [4, ["only 2 learning rates finished", HIGHEST, NO_DEV]],
  [6, [HIGHEST, NO_DEV]],
  [7, [NO_DEV]],
  [8, [HIGHEST, NO_DEV]],
  [10, [NO_DEV, "3 rates cannot be told apart"]],
  [13, [cliff(0.1), NO_DEV]],
  [14, [NO_SIZE]],
  [15, [NO_SIZE]],
  [16, [ALONE, NO_DEV]],
  [17, ["only 2 learning rates finished", "r0 led where it was last seen", NO_DEV]],
  [18, [NO_DEV]],
  [20, [NO_DEV]],
  [23, [HIGHEST, NO_DEV]],
  [24, [cliff(1), NO_DEV]],
  [25, ["no run came through"]],
  [26, ["no run came through"]],
  [27, [HIGHEST, NO_DEV]],
  [28, [LOWEST, NO_DEV]],
  [29, [NO_DEV, "2 rates cannot be told apart"]],
  [30, [HIGHEST, NO_DEV]],
  [31, [HIGHEST, NO_DEV]],
  [34, [NO_SIZE]],
  [35, [HIGHEST, "2 rates cannot be told apart"]],
  [36, [NO_DEV]],
  [50, ["only 2 learning rates finished", "r0 led where it was last seen", NO_DEV]],
];

/** Which runs are left out, and why. */
export const LEFT_OUT: readonly [number, Record<string, string>][] = [
  [1, { r0: DIVERGED, r1: FLAT }],
  [3, { r0: "it collapsed after it had learned" }],
  [7, {}],
  [13, { r0: FLAT }],
  [17, { r0: STOPPED }],
  [18, { r0: STOPPED }],
  [23, {}],
  [24, { r0: DIVERGED }],
  [25, { r0: DIVERGED, r1: DIVERGED }],
  [26, { r0: FLAT, r1: FLAT }],
  [28, { r2: FLAT }],
  [29, { r2: DIVERGED }],
  [36, { s2: DIVERGED }],
  [50, { r0: "it is still running" }],
];

/**
 * All that is proposed, as rate and number of seeds: half decades (×3.16, ÷3.16) beside an inner pick, a decade or the grid's ratio beyond an edge, the
 * geometric mean between tied neighbours, three seeds at a cliff; as long as the runs were planned, of as many seeds as it takes.
 */
export const PROPOSALS: readonly [number, readonly [rate: number, seeds: number][]][] = [
  [
    1,
    [
      [0.0316, 0],
      [0.00316, 0],
      [0.01, 2],
    ],
  ],
  [
    3,
    [
      [0.00316, 0],
      [0.01, 2],
    ],
  ],
  [
    6,
    [
      [0.1, 0],
      [0.00316, 0],
    ],
  ],
  [
    7,
    [
      [0.0316, 0],
      [0.00316, 0],
    ],
  ],
  [
    8,
    [
      [1, 0],
      [0.0316, 0],
    ],
  ],
  [
    10,
    [
      [0.01, 2],
      [0.005, 2],
      [0.02, 2],
    ],
  ],
  [
    16,
    [
      [0.1, 0],
      [0.0316, 0],
      [0.00316, 0],
      [0.001, 0],
    ],
  ],
  [
    17,
    [
      [0.03, 0],
      [0.00316, 0],
    ],
  ],
  [18, [[0.00316, 0]]],
  [
    25,
    [
      [0.01, 0],
      [0.001, 0],
    ],
  ],
  [
    26,
    [
      [0.0001, 0],
      [0.001, 0],
    ],
  ],
  [
    27,
    [
      [1, 0],
      [0.0316, 0],
    ],
  ],
  [
    28,
    [
      [0.0001, 0],
      [0.00316, 0],
    ],
  ],
  [
    29,
    [
      [0.00548, 0],
      [0.003, 2],
      [0.01, 2],
    ],
  ],
  [
    50,
    [
      [0.03, 0],
      [0.00316, 0],
    ],
  ],
];

/** How each run went. */
export const OUTCOMES: readonly [number, Record<string, RunOutcome>][] = [
  [2, { r0: "diverged", r1: "no learning", r2: "ok", r3: "ok", r4: "ok", r5: "ok" }],
  [3, { r0: "collapsed", r1: "ok", r2: "ok" }],
  [6, { r0: "ok", r1: "ok", r2: "ok" }],
  [8, { r0: "ok", r1: "ok", r2: "ok" }],
  [13, { r0: "no learning", r1: "ok", r2: "ok" }],
  [17, { r0: "truncated", r1: "ok", r2: "ok" }],
  [18, { r0: "truncated", r1: "ok", r2: "ok" }],
  [23, { r0: "ok", r1: "ok", r2: "ok" }],
  [24, { r0: "diverged", r1: "ok", r2: "ok" }],
  [25, { r0: "diverged", r1: "diverged" }],
  [26, { r0: "no learning", r1: "no learning" }],
  [28, { r0: "ok", r1: "ok", r2: "no learning" }],
  [29, { r0: "ok", r1: "ok", r2: "diverged", r3: "ok" }],
  [30, { r0: "ok", r1: "ok", r2: "ok" }],
  [31, { r0: "ok", r1: "ok", r2: "ok" }],
  [36, { s0: "ok", s1: "ok", s2: "diverged", b0: "ok", b1: "ok", b2: "ok", c: "ok" }],
  [50, { r0: "running", r1: "ok", r2: "ok" }],
];
