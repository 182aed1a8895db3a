/** What a sweep varies, and how. */
import { Plus, X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { AxisForm, LaunchWish, ProjectSummary, SweepFormValues } from "../../lib/core/launch-form.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { AXIS_KINDS, type AxisLine, EXAMPLES, toAxisForm, toAxisLine } from "./axis-form.ts";
import { Field, INPUT, type PlannedProject } from "./launch-form.tsx";

interface SweepFieldsProps {
  readonly planned: PlannedProject;
  readonly onFolder: (folder: string) => void;
  /** Null while something that was typed cannot be used. */
  readonly onWish: (wish: LaunchWish | null) => void;
}

const HOWS = ["grid", "random", "quasi_random"] as const;

export function SweepFields({ planned: { plan, project }, onFolder, onWish }: SweepFieldsProps) {
  const t = useTranslations("launches.form");
  const [lines, setLines] = useState<readonly AxisLine[]>(() => firstLines(project));
  const [how, setHow] = useState<(typeof HOWS)[number]>("grid");
  const [trials, setTrials] = useState("12");
  const [randomSeed, setRandomSeed] = useState("0");
  const [seeds, setSeeds] = useState("");
  const [steps, setSteps] = useState("");
  const [isOff, setOff] = useState(false);
  const form = useMemo(
    () => toForm(project, { lines, how, trials, randomSeed, seeds, steps, isOff }),
    [project, lines, how, trials, randomSeed, seeds, steps, isOff],
  );
  useEffect(() => {
    onWish(form === null ? null : { kind: "sweep", file: plan.file, folder: "", form });
  }, [plan.file, form, onWish]);
  const sweeps = plan.sweeps.filter(({ form: { project: name } }) => name === project.name);
  const take = (name: string): void => {
    const found = sweeps.find((sweep) => sweep.name === name)?.form;
    if (found === undefined) return;
    onFolder(name);
    setLines(Object.entries(found.vary).map(([parameter, axis]) => toAxisLine(parameter, axis)));
    setHow(found.how ?? "grid");
    setTrials(String(found.trials ?? 12));
    setRandomSeed(String(found.random_seed ?? 0));
    setSeeds(
      found.seeds === undefined ? "" : typeof found.seeds === "number" ? String(found.seeds) : found.seeds.join(", "),
    );
    setSteps(String(found.steps ?? ""));
    setOff(found.regularisation === "off");
  };
  const change = (at: number, line: Partial<AxisLine>): void =>
    setLines(lines.map((old, i) => (i === at ? { ...old, ...line } : old)));
  const free = project.parameters.find(({ name }) => !lines.some((line) => line.name === name));
  return (
    <>
      {sweeps.length > 0 && (
        <Field name={t("preset")}>
          <select defaultValue="" onChange={(event) => take(event.target.value)} className={INPUT}>
            <option value="">{t("noPreset")}</option>
            {sweeps.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
      )}
      <fieldset>
        <legend className="mb-0.5 text-2xs text-ink-faint">{t("varies")}</legend>
        <div className="space-y-1.5">
          {lines.map((line, at) => (
            <Line
              key={line.name}
              line={line}
              project={project}
              taken={lines}
              onChange={(changed) => change(at, changed)}
              onRemove={() => setLines(lines.filter((_, i) => i !== at))}
            />
          ))}
          {free !== undefined && (
            <TextButton
              text={t("addParameter")}
              icon={Plus}
              onClick={() =>
                setLines([...lines, { name: free.name, kind: "values", text: String(free.fallback ?? "") }])
              }
            />
          )}
        </div>
      </fieldset>
      <div className="flex flex-wrap gap-3">
        <Field name={t("how")}>
          <select
            value={how}
            onChange={({ target: { value } }) => setHow(HOWS.find((one) => one === value) ?? "grid")}
            className={INPUT}
          >
            {HOWS.map((one) => (
              <option key={one} value={one}>
                {t(`hows.${one}`)}
              </option>
            ))}
          </select>
        </Field>
        {how !== "grid" && (
          <>
            <Whole name={t("trials")} value={trials} onChange={setTrials} />
            <Whole name={t("randomSeed")} value={randomSeed} onChange={setRandomSeed} />
          </>
        )}
        {project.hasSeed && (
          <Field name={t("seeds")} hint={t("seedsHint")}>
            <input
              type="text"
              value={seeds}
              onChange={(event) => setSeeds(event.target.value)}
              className={`${INPUT} w-28`}
            />
          </Field>
        )}
        {project.hasSteps && <Whole name={t("steps")} value={steps} onChange={setSteps} />}
      </div>
      {project.hasRegularisation && (
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={isOff} onChange={(event) => setOff(event.target.checked)} />
          {t("withoutRegularisation")}
        </label>
      )}
    </>
  );
}

/** The learning rate by the guide's six, where there is one to be found. */
function firstLines({ parameters }: ProjectSummary): readonly AxisLine[] {
  const rate = parameters.find(({ name }) => /^(lr|learning[_-]?rate)$/i.test(name));
  return rate === undefined ? [] : [{ name: rate.name, kind: "six", text: "" }];
}

interface Typed {
  readonly lines: readonly AxisLine[];
  readonly how: (typeof HOWS)[number];
  readonly trials: string;
  readonly randomSeed: string;
  readonly seeds: string;
  readonly steps: string;
  readonly isOff: boolean;
}

function toForm(
  project: ProjectSummary,
  { lines, how, trials, randomSeed, seeds, steps, isOff }: Typed,
): SweepFormValues | null {
  const vary: Record<string, AxisForm> = {};
  for (const line of lines) {
    const axis = toAxisForm(line, project.parameters.find(({ name }) => name === line.name)?.type ?? "text");
    if (axis === null) return null;
    vary[line.name] = axis;
  }
  const seedList = seeds
    .split(/[,\s]+/)
    .filter((word) => word !== "")
    .map(Number);
  if (![...seedList, Number(trials), Number(randomSeed), Number(steps)].every(Number.isInteger)) return null;
  return {
    project: project.name,
    vary,
    how,
    ...(how === "grid" ? {} : { trials: Number(trials), random_seed: Number(randomSeed) }),
    ...(seedList.length === 0 ? {} : { seeds: seedList.length === 1 ? (seedList[0] ?? 1) : seedList }),
    ...(steps.trim() === "" ? {} : { steps: Number(steps) }),
    regularisation: isOff ? "off" : "on",
  };
}

interface LineProps {
  readonly line: AxisLine;
  readonly project: ProjectSummary;
  readonly taken: readonly AxisLine[];
  readonly onChange: (line: Partial<AxisLine>) => void;
  readonly onRemove: () => void;
}

function Line({ line, project, taken, onChange, onRemove }: LineProps) {
  const t = useTranslations("launches.form");
  const parameter = project.parameters.find(({ name }) => name === line.name);
  const example = EXAMPLES[line.kind];
  const isWrong = toAxisForm(line, parameter?.type ?? "text") === null;
  return (
    <div className="flex flex-wrap items-center gap-1.5" data-testid="axis">
      <select
        aria-label={t("parameter")}
        value={line.name}
        onChange={(event) => onChange({ name: event.target.value })}
        className={`${INPUT} w-36! font-mono`}
      >
        {project.parameters
          .filter(({ name }) => name === line.name || !taken.some((other) => other.name === name))
          .map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
      </select>
      <select
        aria-label={t("valuesOf", { name: line.name })}
        value={line.kind}
        onChange={({ target: { value } }) => onChange({ kind: AXIS_KINDS.find((kind) => kind === value) ?? "values" })}
        className={`${INPUT} w-44!`}
      >
        {AXIS_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kinds.${kind}`)}
          </option>
        ))}
      </select>
      {example !== null && (
        <input
          type="text"
          aria-label={t("typed", { name: line.name })}
          value={line.text}
          placeholder={example}
          aria-invalid={isWrong}
          onChange={(event) => onChange({ text: event.target.value })}
          spellCheck={false}
          className={`${INPUT} w-40! flex-1 font-mono`}
        />
      )}
      <IconButton icon={X} name={t("removeParameter", { name: line.name })} onClick={onRemove} />
      {isWrong && example !== null && (
        <p className="w-full text-2xs text-red">{t("wrongValues", { example, type: parameter?.type ?? "" })}</p>
      )}
    </div>
  );
}

interface WholeProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Whole = ({ name, value, onChange }: WholeProps) => (
  <Field name={name}>
    <input
      type="number"
      min={0}
      step={1}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={`${INPUT} w-28`}
    />
  </Field>
);
