/** What people say of the runs: the same for everybody, so it lives at the engine, and this is a copy that is kept fresh. */
import { create } from "zustand";
import type { AnnotationChange, AnnotationsAnswer, RunAnnotation } from "../../lib/core/annotations.ts";
import { changeAnnotations, EngineRefusal, fetchAnnotations } from "./engine.ts";
import { onAnnotations } from "./live.ts";

export interface AnnotationsState {
  readonly byId: ReadonlyMap<string, RunAnnotation>;
  /** Why nothing can be written down, in the engine's words; null when it can. */
  readonly problem: string | null;
}

export const useAnnotations = create<AnnotationsState>(() => ({ byId: new Map(), problem: null }));

/** As `useAnnotations` begins. */
let taken = JSON.stringify({ runs: [], problem: null });

/** What says the same changes nothing: the list of runs would be made anew. */
function take({ runs, problem }: AnnotationsAnswer): void {
  const text = JSON.stringify({ runs, problem });
  if (text === taken) return;
  taken = text;
  useAnnotations.setState({ byId: new Map(runs.map(({ id, ...said }) => [id, said])), problem });
}

function read(): void {
  fetchAnnotations().then(take, () => {}); // the line of the connection says that the engine does not answer
}

/** Reads them, and again whenever somebody changed one, for as long as the page is open. */
export function followAnnotations(): void {
  read();
  onAnnotations(read);
}

/** Writes `changes` down. Resolves with null when they are, else with the reason, in the engine's words, and reads what they are now. */
export async function annotate(changes: readonly AnnotationChange[]): Promise<string | null> {
  if (changes.length === 0) return null;
  try {
    take(await changeAnnotations({ changes }));
    return null;
  } catch (error) {
    read();
    if (error instanceof EngineRefusal && error.reason !== "") return error.reason;
    return error instanceof Error ? error.message : String(error);
  }
}
