/** What people say about a run after the fact: kept beside the logs, never in them, and the same for everybody who looks. */

export interface RunAnnotation {
  /** Shown in place of the run's own name; empty: its own. */
  readonly name: string;
  /** Colour `#rrggbb` that it keeps however runs are coloured; empty: none. */
  readonly colour: string;
  /** Short words to filter by, in the order in which they were given. */
  readonly labels: readonly string[];
  readonly note: string;
  /** Left out of lists and charts; its files stay where they are. */
  readonly isHidden: boolean;
}

export const NO_ANNOTATION: RunAnnotation = { name: "", colour: "", labels: [], note: "", isHidden: false };

/** Answer of `GET /api/annotations`. */
export interface AnnotationsAnswer {
  /** Grows with every change while the engine runs. */
  readonly revision: number;
  readonly runs: readonly AnnotatedRun[];
  /** Why nothing can be written down at the moment, in one sentence; null when it can. */
  readonly problem: string | null;
}

export interface AnnotatedRun extends RunAnnotation {
  /** The run's id. */
  readonly id: string;
}

/** Body of `PATCH /api/annotations`: all changes, or none. */
export interface AnnotationsChange {
  readonly changes: readonly AnnotationChange[];
}

export interface AnnotationChange {
  readonly run: string;
  readonly set: Partial<RunAnnotation>;
  /** What the one who changes it saw: where somebody else was faster, nothing is changed, and both get to know. */
  readonly was?: Partial<RunAnnotation>;
}
