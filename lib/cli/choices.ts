/** The reader's choices for some log directories, from the state directory. */
import { toOptions } from "../advisor/chosen.ts";
import type { AdviceOptions, PastSweeps } from "../advisor/input.ts";
import type { Choices } from "../core/choices.ts";
import { ChoicesFile } from "../store/choices-file.ts";
import type { LogsPlace } from "./open-logs.ts";
import { choicesPathOf } from "./state-dir.ts";

/** The choices, loaded, and the options that they make together with what is known of `past` sweeps: the same object while they are the same. */
export async function openChoices(
  { logdirs, stateDir }: LogsPlace,
  past: PastSweeps,
): Promise<{ readonly file: ChoicesFile; readonly options: () => AdviceOptions }> {
  const file = new ChoicesFile(choicesPathOf(stateDir, logdirs), (sentence) => console.error(sentence));
  let known: { readonly choices: Choices; readonly options: AdviceOptions } | null = null;
  await file.load();
  const options = (): AdviceOptions => {
    const choices = file.current();
    if (known?.choices !== choices) known = { choices, options: { ...toOptions(choices), past } };
    return known.options;
  };
  return { file, options };
}
