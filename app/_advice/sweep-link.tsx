/** The name of another sweep, and the way to it; nothing where it is gone. */
import { clearFocus, useAdvice } from "../_state/advice.ts";
import { setView } from "../_state/view.ts";

export function SweepLink({ id }: { readonly id: string }) {
  const title = useAdvice(({ answer }) => answer?.sweeps.find((sweep) => sweep.id === id)?.title ?? null);
  if (title === null) return null;
  return (
    <button
      type="button"
      onClick={() => {
        clearFocus();
        setView({ sweep: id });
      }}
      className="break-words text-left text-2xs text-accent hover:underline"
    >
      <bdi>{title}</bdi>
    </button>
  );
}
