/** Something that is on or off. */
interface SwitchButtonProps {
  readonly text: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function SwitchButton({ text, hint, isOn, onChange }: SwitchButtonProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      title={hint}
      onClick={() => onChange(!isOn)}
      className="group flex h-7 shrink-0 items-center gap-1.5 whitespace-nowrap rounded px-1.5 text-ink-soft hover:bg-hover aria-checked:text-ink"
    >
      <span
        aria-hidden="true"
        className="relative h-3 w-5 rounded-full bg-line-strong motion-safe:transition-colors group-aria-checked:bg-accent"
      >
        <span className="absolute top-0.5 left-0.5 size-2 rounded-full bg-raised motion-safe:transition-transform group-aria-checked:translate-x-2" />
      </span>
      {text}
    </button>
  );
}
