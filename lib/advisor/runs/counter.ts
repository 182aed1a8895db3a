/** What the step column really counts: updates, or examples and tokens, which some scripts log instead. */
import { t } from "../../core/text.ts";
import { count, counted } from "../wording.ts";
import type { Replicate } from "./replicate.ts";
import { numberNamed } from "./settings.ts";

const NEARLY = 0.02;

/** Examples or tokens that one update of a run takes. */
function perUpdate({ experiment: { batch, hparams } }: Replicate): readonly number[] {
  if (batch === null || !(batch > 1)) return [];
  const length = numberNamed(hparams, ["seqlen", "sequencelength", "blocksize", "contextlength", "maxseqlength"]);
  return length === null || !(length > 1) ? [batch] : [batch, batch * length];
}

/** The usual distance of the first records, or null when they are few. */
function gapOf({ loss }: Replicate): number | null {
  if (loss === null || loss.length < 10) return null;
  const gap = (loss.steps[9] - loss.steps[0]) / 9;
  return gap > 0 ? gap : null;
}

/**
 * The runs with `examples` for their unit where that is what they count: the gap between records goes with the batch size over at least two
 * batch sizes, or runs end at their planned steps times the batch size, or a setting says so. Else as they were.
 */
export function inExamples(members: readonly Replicate[]): {
  readonly members: readonly Replicate[];
  readonly notes: readonly string[];
} {
  const inSteps = members.filter(({ unit, loss }) => unit === "steps" && loss !== null && loss.length > 1);
  const counting = inSteps.filter(endsAtExamples);
  const isSo =
    inSteps.length > 0 &&
    (counting.length * 2 > inSteps.length || inSteps.every(saysExamples) || gapsGoWithBatch(inSteps));
  if (!isSo) return { members, notes: [] };
  const [one] = inSteps;
  const { batch } = one.experiment;
  const last = one.loss === null ? 0 : one.loss.steps[one.loss.length - 1];
  const converted =
    batch === null
      ? ""
      : t`: ${count(last)} are ${counted(Math.round(last / (perUpdate(one)[0] ?? 1)), "update")} of ${count(batch)}`;
  return {
    members: members.map((member) =>
      inSteps.includes(member)
        ? { ...member, unit: "examples", devUnit: member.devUnit === "steps" ? "examples" : member.devUnit }
        : member,
    ),
    notes: [t`The step column seems to count examples, not updates${converted}.`],
  };
}

function endsAtExamples(member: Replicate): boolean {
  const { experiment, loss } = member;
  const planned = experiment.plannedSteps;
  if (planned === null || loss === null) return false;
  const last = loss.steps[loss.length - 1];
  return last > 1.5 * planned && perUpdate(member).some((each) => Math.abs(last / (planned * each) - 1) < NEARLY);
}

const saysExamples = ({ experiment: { hparams } }: Replicate): boolean =>
  Object.entries(hparams).some(
    ([key, value]) => /step.?unit|x.?axis|counter/i.test(key) && /example|sample|token/i.test(String(value)),
  );

/** A constant share of the batch size in every run, over two batch sizes or more: updates would not know the batch. */
function gapsGoWithBatch(members: readonly Replicate[]): boolean {
  const shares = members.map((member) => {
    const gap = gapOf(member);
    const { batch } = member.experiment;
    return gap === null || batch === null || !(batch > 1) ? Number.NaN : gap / batch;
  });
  const sizes = new Set(members.map(({ experiment }) => experiment.batch));
  return sizes.size > 1 && shares[0] >= 1 - NEARLY && shares.every((share) => Math.abs(share / shares[0] - 1) < NEARLY);
}
