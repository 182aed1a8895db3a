/** Small fields of forms: a name before, what is chosen or written behind it. */
import type { ReactNode } from "react";

const LOOKS =
  "min-w-0 flex-1 rounded border border-line bg-canvas px-2 py-1 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-none";

interface FieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly hint?: string;
}

export function WordField({ name, value, onChange, hint }: FieldProps) {
  return (
    <Row name={name}>
      <input
        type="text"
        aria-label={name}
        value={value}
        placeholder={hint}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        className={`h-7 ${LOOKS}`}
      />
    </Row>
  );
}

interface LongFieldProps extends FieldProps {
  readonly rows: number;
  readonly isCode?: boolean;
}

export function LongField({ name, value, onChange, hint, rows, isCode = false }: LongFieldProps) {
  return (
    <Row name={name}>
      <textarea
        aria-label={name}
        value={value}
        rows={rows}
        placeholder={hint}
        onChange={(event) => onChange(event.target.value)}
        className={`resize-y ${LOOKS} ${isCode ? "font-mono text-xs" : ""}`}
      />
    </Row>
  );
}

interface EndFieldProps {
  readonly name: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** A number, or nothing. Taken when one leaves it: `1e` on the way to `1e-3` is none yet. */
export function NumberField({ name, value, onChange }: EndFieldProps) {
  const take = (text: string): void => {
    const number = text.trim() === "" ? null : Number(text);
    if (number === null || Number.isFinite(number)) onChange(number);
  };
  return (
    <label className="flex min-w-0 items-center gap-1.5 text-ink-soft">
      {name}
      <input
        type="text"
        inputMode="decimal"
        key={value}
        defaultValue={value ?? ""}
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && take(event.currentTarget.value)}
        className={`h-7 w-20 ${LOOKS} text-ink`}
      />
    </label>
  );
}

interface CheckProps {
  readonly name: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Check({ name, isOn, onChange }: CheckProps) {
  return (
    <label className="flex items-center gap-1.5 text-ink-soft">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
        className="accent-accent"
      />
      {name}
    </label>
  );
}

export function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-start gap-2">
      <span aria-hidden="true" className="w-24 shrink-0 pt-1 text-ink-soft max-sm:w-20">
        {name}
      </span>
      {children}
    </div>
  );
}
