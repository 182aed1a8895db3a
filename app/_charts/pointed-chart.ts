/** The chart under the pointer, and where on it: for keys that speak of that place. */

export interface PointedChart {
  readonly tag: string;
  /** Ids of the runs that it shows. */
  readonly runs: readonly string[];
  /** The step of the point next to the pointer; null where there is none. */
  readonly step: () => number | null;
  /** The first and the last step that is in sight; null on an axis that does not count steps. */
  readonly range: () => readonly [number, number] | null;
}

let pointed: PointedChart | null = null;

/** Null: the pointer has left. */
export function pointAtChart(chart: PointedChart | null): void {
  pointed = chart;
}

export const pointedChart = (): PointedChart | null => pointed;
