/** A launch once more: its settings, to be changed. */
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { LaunchWish, ProjectSummary } from "../../lib/core/launch-form.ts";
import type { LaunchSummary } from "../../lib/core/launches.ts";
import type { HparamValue } from "../../lib/core/series.ts";
import { toAxisForm } from "./axis-form.ts";
import { Field, INPUT, type PlannedProject } from "./launch-form.tsx";

interface CloneFieldsProps {
  readonly planned: PlannedProject;
  readonly launch: LaunchSummary;
  readonly onWish: (wish: LaunchWish | null) => void;
}

export function CloneFields({ planned: { plan, project }, launch, onWish }: CloneFieldsProps) {
  const t = useTranslations("launches.form");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      project.parameters.map(({ name, fallback }) => [name, String(launch.hparams[name] ?? fallback ?? "")]),
    ),
  );
  useEffect(() => {
    const changes: Record<string, HparamValue> = {};
    for (const { name, type, fallback } of project.parameters) {
      const text = typed[name] ?? "";
      if (text === String(launch.hparams[name] ?? fallback ?? "")) continue;
      const value = toOneValue(text, type);
      if (value === null) return onWish(null);
      changes[name] = value;
    }
    onWish({ kind: "clone", file: plan.file, project: project.name, folder: "", launch: launch.id, changes });
  }, [plan.file, project, launch, typed, onWish]);
  return (
    <>
      <p className="text-ink-soft">{t("cloneOf", { name: launch.name })}</p>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3">
        {project.parameters.map(({ name, type }) => (
          <Field key={name} name={name}>
            <input
              type="text"
              value={typed[name] ?? ""}
              aria-invalid={toOneValue(typed[name] ?? "", type) === null}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              spellCheck={false}
              className={`${INPUT} font-mono`}
            />
          </Field>
        ))}
      </div>
    </>
  );
}

/** One value as a parameter of `type` takes it, or null. */
function toOneValue(text: string, type: ProjectSummary["parameters"][number]["type"]): HparamValue | null {
  if (type === "text") return text;
  const axis = toAxisForm({ name: "", kind: "values", text }, type);
  return Array.isArray(axis) && axis.length === 1 ? axis[0] : null;
}
