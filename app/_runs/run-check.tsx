/** The box that says whether runs are drawn, in their colour. */
import { Check, Minus } from "lucide-react";
import { useRowTabIndex } from "./row-stop.ts";

interface RunCheckProps {
  readonly name: string;
  readonly colour: string;
  /** `some`: of a folder's runs. */
  readonly state: "all" | "some" | "none";
  readonly onToggle: () => void;
}

export function RunCheck({ name, colour, state, onToggle }: RunCheckProps) {
  const Sign = state === "some" ? Minus : Check;
  return (
    <span className="relative grid size-3.5 shrink-0 place-items-center">
      <input
        type="checkbox"
        tabIndex={useRowTabIndex()}
        checked={state === "all"}
        ref={(input) => {
          if (input !== null) input.indeterminate = state === "some";
        }}
        onChange={onToggle}
        aria-label={name}
        className="peer absolute inset-0 appearance-none rounded-[3px] border-[1.5px]"
        style={{ borderColor: colour, backgroundColor: state === "none" ? "transparent" : colour }}
      />
      {state !== "none" && (
        <Sign size={11} strokeWidth={3.5} aria-hidden="true" className="pointer-events-none relative text-canvas" />
      )}
    </span>
  );
}
