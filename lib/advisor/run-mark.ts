/** Points from a sentence at the curve of a run. */
import type { Mark } from "../core/advice.ts";
import type { Replicate } from "./runs/replicate.ts";

/** The mark of `replicate` on the chart of `tag`: on the sub-run that logged it, where Keras logs splits apart. */
export function runMark(
  { experiment, loss, dev }: Replicate,
  tag: string,
  role: "chosen" | "tied" | "rejected" = "rejected",
  label = experiment.name,
): Mark {
  const logged = [loss, dev].find((curve) => curve?.tag === tag) ?? loss ?? dev;
  return { kind: "run", tag, run: logged?.run ?? experiment.runs[0] ?? experiment.name, label, role };
}
