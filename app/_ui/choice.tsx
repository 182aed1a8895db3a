/** One choice of many, or of long names, in the browser's own list. */
import { useId } from "react";

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly text: string;
}

interface ChoiceFieldProps<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** With its name before it: a row of a sheet. */
export function ChoiceField<Value extends string>({ name, value, choices, onChange }: ChoiceFieldProps<Value>) {
  const id = useId();
  return (
    <div className="flex min-h-7 items-center gap-2">
      <label htmlFor={id} className="w-24 shrink-0 text-ink-soft">
        {name}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
        className="h-7 min-w-0 flex-1 rounded border border-line bg-canvas px-1.5 hover:border-line-strong focus:border-accent focus:outline-none"
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </div>
  );
}
