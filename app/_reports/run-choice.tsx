/** Which runs a block shows: the ones that were chosen, or all that a pattern and conditions find. */
import { useTranslations } from "use-intl";
import type { RunChoice } from "../../lib/report/parts.ts";
import { shownRunsNow } from "../_state/shown-runs.ts";
import { useView } from "../_state/view.ts";
import { ChoiceField } from "../_ui/choice.tsx";
import { WordField } from "./fields.tsx";
import { chosenRuns } from "./new-blocks.ts";

interface RunChoiceFieldsProps {
  readonly runs: RunChoice;
  readonly onChange: (runs: RunChoice) => void;
}

export function RunChoiceFields({ runs, onChange }: RunChoiceFieldsProps) {
  const t = useTranslations("reports");
  const choose = (kind: RunChoice["kind"]): void => {
    if (kind === "matching") onChange({ kind, pattern: "", where: "" });
    else {
      const now = chosenRuns(shownRunsNow(), { ...useView.getState(), selection: ONES_BY_ONE });
      onChange(now);
    }
  };
  const count = runs.kind === "named" ? runs.names.length : shownRunsNow().drawn.length;
  return (
    <>
      <ChoiceField
        name={t("runs")}
        value={runs.kind}
        choices={[
          { value: "matching", text: t("matching") },
          { value: "named", text: t("named", { count }) },
        ]}
        onChange={choose}
      />
      {runs.kind === "matching" && (
        <>
          <WordField name={t("pattern")} value={runs.pattern} onChange={(pattern) => onChange({ ...runs, pattern })} />
          <WordField
            name={t("where")}
            value={runs.where}
            hint={t("whereHint")}
            onChange={(where) => onChange({ ...runs, where })}
          />
        </>
      )}
    </>
  );
}

/** A selection that differs from every rule: the runs are taken by their names. */
const ONES_BY_ONE = { base: "none", flipped: new Set(["one by one"]) } as const;
