/** A small picture of evidence as data: what stands where, and in words what it is. Drawn by `figure-drawing.ts`. */

export interface Figure {
  readonly kind: "rates" | "curves" | "decay";
  /** What one sees, in one sentence. */
  readonly text: string;
  readonly x: FigureAxis;
  readonly y: FigureAxis;
  /** Later ones lie above earlier ones. */
  readonly items: readonly FigureItem[];
}

export interface FigureAxis {
  readonly label: string;
  readonly isLog: boolean;
  /** Values are shares, shown in percent. */
  readonly isShare: boolean;
  /** What to show: points beyond stand at the edge. Null: everything. */
  readonly range: readonly [from: number, to: number] | null;
}

/** `gated`: too far from the deepest to be chosen. `open`: not finished. `ghost`: what half of the run would have said. */
export type FigureRole =
  | "chosen"
  | "tied"
  | "plain"
  | "failed"
  | "gated"
  | "open"
  | "converged"
  | "recommended"
  | "start"
  | "peak"
  | "ghost"
  | "proposed"
  | "alternative";

/** Every item says in words what it is. Numbers are those of the axes. */
export type FigureItem =
  | {
      readonly kind: "line";
      readonly role: FigureRole;
      readonly label: string;
      readonly points: readonly (readonly [x: number, y: number])[];
    }
  | {
      readonly kind: "area";
      readonly role: FigureRole;
      readonly label: string;
      readonly points: readonly (readonly [x: number, low: number, high: number])[];
    }
  | {
      /** `y` null: it has no value and stands below all others. */
      readonly kind: "point";
      readonly role: FigureRole;
      readonly label: string;
      readonly x: number;
      readonly y: number | null;
      /** Half the length of its bar; 0 without one. */
      readonly error: number;
    }
  | { readonly kind: "upright"; readonly role: FigureRole; readonly label: string; readonly x: number }
  | {
      readonly kind: "band";
      readonly axis: "x" | "y";
      readonly label: string;
      readonly from: number;
      readonly to: number;
    };
