/** Which axes there are to choose from: time and steps always, the rest where the drawn runs know it. */
import { effectiveBatch } from "../../lib/advisor/runs/settings.ts";
import type { XAxis } from "../../lib/core/api.ts";
import { compareNames } from "../../lib/core/natural-order.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";

export interface XChoices {
  /** The axis of passes over the data, where one is logged. */
  readonly epoch: XAxis | null;
  /** Some run says how many examples a step takes. */
  readonly hasSamples: boolean;
  /** All other tags of the drawn runs. */
  readonly tags: readonly string[];
}

const isEpoch = (tag: string): boolean => /(^|\/)epochs?$/i.test(tag);

export function xChoices(drawn: readonly ListedRun[], tags: readonly string[]): XChoices {
  const indices = new Set(drawn.flatMap(({ run }) => run.tagIndices));
  const names = [...indices].flatMap((index) => tags[index] ?? []).sort(compareNames);
  const epoch = names.find(isEpoch);
  return {
    epoch: epoch === undefined ? null : `tag:${epoch}`,
    hasSamples: drawn.some(({ run }) => effectiveBatch(run.hparams) !== null),
    tags: names.filter((name) => name !== epoch),
  };
}
