/** The report that is open: read, written down as one writes, and kept in step with what others write. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Report, ReportText } from "../../lib/report/parts.ts";
import { onReports } from "../_state/live.ts";
import { createReport, describe, fetchReport, saveReport } from "./api.ts";
import { type Draft, edit, hear, isChanged, openDraft, redo, takeTheirs, undo, wasSaved } from "./draft.ts";

/** A pause in writing ends it. */
const SAVE_AFTER_MS = 700;
const RETRY_AFTER_MS = 4000;

export interface OpenReport {
  /** Null until it was read. */
  readonly draft: Draft | null;
  /** Why it cannot be read or kept, in words. */
  readonly error: string | null;
  readonly isSaving: boolean;
  readonly change: (change: (text: ReportText) => ReportText, stroke?: string | null) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly takeTheirs: () => void;
  /** Keeps what was written here as a report of its own; its id. */
  readonly keepCopy: () => Promise<string>;
}

export function useDraft(id: string): OpenReport {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const held = useRef<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sending = useRef<Promise<void> | null>(null);

  const put = useCallback((next: Draft): void => {
    held.current = next;
    setDraft(next);
  }, []);

  const save = useCallback((): void => {
    clearTimeout(timer.current);
    const now = held.current;
    if (now === null || now.theirs !== null || !isChanged(now) || sending.current !== null) return;
    setSaving(true);
    sending.current = send(now)
      .then(
        (outcome) => {
          if (held.current === null) return;
          put("theirs" in outcome ? hear(held.current, outcome.theirs) : wasSaved(held.current, outcome.saved));
          setError(null);
          timer.current = setTimeout(save, SAVE_AFTER_MS);
        },
        (reason) => {
          setError(describe(reason));
          timer.current = setTimeout(save, RETRY_AFTER_MS);
        },
      )
      .finally(() => {
        sending.current = null;
        setSaving(false);
      });
  }, [put]);

  const update = useCallback(
    (step: (draft: Draft) => Draft): void => {
      if (held.current === null) return;
      put(step(held.current));
      clearTimeout(timer.current);
      timer.current = setTimeout(save, SAVE_AFTER_MS);
    },
    [put, save],
  );

  useEffect(() => {
    let isOpen = true;
    const read = (): void => {
      if (sending.current !== null) return; // its answer says what there is
      fetchReport(id).then(
        (report) => {
          if (!isOpen) return;
          put(held.current === null ? openDraft(report) : hear(held.current, report));
          setError(null);
        },
        (reason) => {
          if (isOpen) setError(describe(reason));
        },
      );
    };
    read();
    const stop = onReports(read);
    addEventListener("pagehide", save);
    return () => {
      save();
      isOpen = false;
      stop();
      removeEventListener("pagehide", save);
      clearTimeout(timer.current);
      held.current = null;
    };
  }, [id, put, save]);

  const keepCopy = useCallback(async (): Promise<string> => {
    if (held.current === null) throw new Error("no report is open");
    const copy: Report = await createReport(held.current.text);
    put(takeTheirs(held.current));
    return copy.id;
  }, [put]);

  return {
    draft,
    error,
    isSaving,
    change: useCallback((make, stroke = null) => update((now) => edit(now, make(now.text), stroke)), [update]),
    undo: useCallback(() => update(undo), [update]),
    redo: useCallback(() => update(redo), [update]),
    takeTheirs: useCallback(() => update(takeTheirs), [update]),
    keepCopy,
  };
}

/** What became of it: ours is kept, or somebody else was faster. */
async function send({ saved, text }: Draft): Promise<{ readonly saved: Report } | { readonly theirs: Report }> {
  const kept = await saveReport(saved.id, saved.version, text);
  return kept === null ? { theirs: await fetchReport(saved.id) } : { saved: kept };
}
