/** A box to filter with: an icon, the text, what is wrong with it, and a way to empty it. */
import { Search, X } from "lucide-react";
import { type RefObject, useId } from "react";

interface TextFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly clearName: string;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
  /** Why the text cannot be used; null if it can. */
  readonly error?: string | null;
  readonly className?: string;
}

export function TextField({
  name,
  value,
  onChange,
  clearName,
  inputRef,
  error = null,
  className = "",
}: TextFieldProps) {
  const errorId = useId();
  return (
    <div className={className}>
      <div className="relative flex items-center">
        <Search size={14} aria-hidden="true" className="pointer-events-none absolute left-2 text-ink-faint" />
        <input
          ref={inputRef}
          type="text"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
          placeholder={name}
          aria-label={name}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : errorId}
          spellCheck={false}
          autoComplete="off"
          className="h-7 w-full rounded border border-line bg-canvas pr-6 pl-7 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-none aria-invalid:border-red"
        />
        {value !== "" && (
          <button
            type="button"
            aria-label={clearName}
            onClick={() => onChange("")}
            className="absolute right-1 grid size-5 place-items-center rounded text-ink-faint hover:text-ink"
          >
            <X size={13} aria-hidden="true" />
          </button>
        )}
      </div>
      {error !== null && (
        <p id={errorId} role="alert" className="mt-1 text-2xs text-red">
          {error}
        </p>
      )}
    </div>
  );
}
