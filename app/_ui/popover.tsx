/** Something that opens below its button, and closes on Escape or a click elsewhere: the browser's own popover. */
import { type ReactNode, useId, useRef, useState } from "react";

interface PopoverProps {
  /** Says what opens, to those who see it and to those who hear it. */
  readonly name: string;
  readonly button: ReactNode;
  readonly buttonClass: string;
  /** Called anew each time it is open. */
  readonly children: (close: () => void) => ReactNode;
  readonly width?: number;
}

const MARGIN = 8;
const USUAL_WIDTH = 336;

export function Popover({ name, button, buttonClass, children, width = USUAL_WIDTH }: PopoverProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const place = (): void => {
    const from = opener.current?.getBoundingClientRect();
    if (from === undefined || panel.current === null) return;
    const fits = Math.min(width, innerWidth - 2 * MARGIN);
    const left = Math.max(MARGIN, Math.min(from.left, innerWidth - fits - MARGIN));
    const top = Math.min(from.bottom + 4, innerHeight - 160);
    panel.current.style.left = `${left}px`;
    panel.current.style.top = `${top}px`;
    panel.current.style.width = `${fits}px`;
    panel.current.style.maxHeight = `${innerHeight - top - MARGIN}px`;
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={name}
        title={name}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        popoverTarget={id}
        className={buttonClass}
      >
        {button}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={name}
        onBeforeToggle={(event) => {
          if (event.newState === "open") place();
        }}
        onToggle={(event) => setOpen(event.newState === "open")}
        className="fixed m-0 overflow-y-auto rounded-md border border-line-strong bg-raised p-3 text-ink shadow-lg"
      >
        {isOpen && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}
