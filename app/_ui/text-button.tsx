/** A button that is a word or two, quiet until one points at it. */
import type { LucideIcon } from "lucide-react";

interface TextButtonProps {
  readonly text: string;
  readonly onClick: () => void;
  readonly icon?: LucideIcon;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
}

export function TextButton({ text, onClick, icon: Icon, isDisabled = false, isPressed }: TextButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      disabled={isDisabled}
      aria-pressed={isPressed}
      className="flex h-6 shrink-0 items-center gap-1 whitespace-nowrap rounded px-1.5 text-ink-soft hover:bg-hover hover:text-ink disabled:opacity-50 aria-pressed:text-accent"
    >
      {Icon !== undefined && <Icon size={13} strokeWidth={1.75} aria-hidden="true" />}
      {text}
    </button>
  );
}
