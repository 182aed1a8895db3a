/** A button that is an icon; its name is what a screen reader says and what shows after resting on it. */
import type { LucideIcon } from "lucide-react";

interface IconButtonProps {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly onClick: () => void;
  readonly isPressed?: boolean;
  readonly className?: string;
  readonly testId?: string;
}

export function IconButton({ icon: Icon, name, onClick, isPressed, className = "", testId }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      aria-pressed={isPressed}
      onClick={onClick}
      data-testid={testId}
      className={`grid size-7 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink aria-pressed:text-accent ${className}`}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}
