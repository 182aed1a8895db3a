/** By which metric runs are judged, whether more of it is better, and what their training loss is. */
import { useTranslations } from "use-intl";
import type { SweepAdvice } from "../../lib/core/advice.ts";
import type { Choices, MetricChoice } from "../../lib/core/choices.ts";
import { judgeBy, namedSweep, trainBy } from "../_state/choice-changes.ts";
import { decide } from "../_state/choices.ts";
import { useLive } from "../_state/live.ts";

const NO_TAGS: readonly string[] = [];
const BY_NAME = "";

interface JudgeChoiceProps {
  readonly sweep: SweepAdvice;
  readonly choices: Choices;
}

export function JudgeChoice({ sweep, choices }: JudgeChoiceProps) {
  const t = useTranslations("choices");
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const mine = namedSweep(choices, sweep.title);
  const metric = mine?.metric ?? choices.metric;
  const loss = mine?.loss ?? choices.loss;
  const judge = (chosen: MetricChoice | null): void => void decide((now) => judgeBy(now, sweep.title, chosen));
  return (
    <fieldset>
      <legend className="mb-1 text-2xs text-ink-faint">{t(mine === null ? "judgeAll" : "judgeOne")}</legend>
      <div className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5">
        <label htmlFor="judge-metric">{t("metric")}</label>
        <TagSelect
          id="judge-metric"
          tags={tags}
          value={metric?.tag ?? null}
          byName={sweep.metric?.tag ?? null}
          onChange={(tag) => judge(tag === null ? null : { tag, goal: null })}
        />
        <label htmlFor="judge-goal">{t("goal")}</label>
        <select
          id="judge-goal"
          value={metric?.goal ?? BY_NAME}
          disabled={metric === null}
          onChange={({ target: { value } }) => {
            if (metric !== null) judge({ ...metric, goal: value === "max" || value === "min" ? value : null });
          }}
          className="h-7 min-w-0 rounded border border-line bg-canvas px-1 disabled:opacity-60"
        >
          <option value={BY_NAME}>{t("byName", { found: sweep.metric === null ? "–" : t(sweep.metric.goal) })}</option>
          <option value="max">{t("max")}</option>
          <option value="min">{t("min")}</option>
        </select>
        <label htmlFor="judge-loss">{t("loss")}</label>
        <TagSelect
          id="judge-loss"
          tags={tags}
          value={loss}
          byName={sweep.loss?.tag ?? null}
          onChange={(tag) => void decide((now) => trainBy(now, sweep.title, tag))}
        />
      </div>
    </fieldset>
  );
}

interface TagSelectProps {
  readonly id: string;
  readonly tags: readonly string[];
  /** Null: chosen by its name. */
  readonly value: string | null;
  /** What is used now. */
  readonly byName: string | null;
  readonly onChange: (tag: string | null) => void;
}

function TagSelect({ id, tags, value, byName, onChange }: TagSelectProps) {
  const t = useTranslations("choices");
  return (
    <select
      id={id}
      value={value ?? BY_NAME}
      onChange={(event) => onChange(event.target.value === BY_NAME ? null : event.target.value)}
      className="h-7 min-w-0 rounded border border-line bg-canvas px-1"
    >
      <option value={BY_NAME}>{value === null ? t("byName", { found: byName ?? "–" }) : t("byNameAgain")}</option>
      {value !== null && !tags.includes(value) && <option>{value}</option>}
      {tags.map((tag) => (
        <option key={tag}>{tag}</option>
      ))}
    </select>
  );
}
