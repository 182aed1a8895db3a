/** A part of the screen that comes to the front on small windows, and dialogs: the browser's own `<dialog>`. */
import { type ReactNode, useLayoutEffect, useRef } from "react";

interface SheetProps {
  readonly name: string;
  readonly onClose: () => void;
  /** Which edge it slides from, or where it stands. */
  readonly place: "left" | "right" | "center" | "wide" | "full";
  readonly children: ReactNode;
}

const PLACES = {
  left: "mr-auto h-dvh max-h-none w-[min(320px,88vw)] border-r",
  right: "ml-auto h-dvh max-h-none w-[min(400px,94vw)] border-l",
  center: "m-auto max-h-[86dvh] w-[min(520px,94vw)] rounded-lg border",
  wide: "m-auto max-h-[86dvh] w-[min(760px,94vw)] rounded-lg border",
  full: "h-dvh max-h-none w-dvw max-w-none",
};

/**
 * Focus stays inside, Escape and a click beside it close it; what had the focus before gets it back. The browser puts the
 * focus on the first thing inside that can have it; where that is not what one wants to write into, the right thing says
 * `data-focus-first`.
 */
export function Sheet({ name, onClose, place, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed while it still stands in the page: a dialog that was taken out of it first gives the focus back to nobody.
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    opened?.querySelector<HTMLElement>("[data-focus-first]")?.focus();
    return () => opened?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same, by the browser
    <dialog
      ref={dialog}
      aria-label={name}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return; // of a dialog that was opened from here
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      className={`overflow-hidden border-line bg-panel p-0 text-ink shadow-xl outline-none ${PLACES[place]}`}
    >
      <div className="flex h-full max-h-[inherit] flex-col overflow-auto">{children}</div>
    </dialog>
  );
}
