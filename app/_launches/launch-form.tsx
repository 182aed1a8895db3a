/** The form that launches: a sweep, what an advice asks for, or a run once more; with its preview beside it. */
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { LaunchWish, PlanSummary, PlansAnswer, ProjectSummary } from "../../lib/core/launch-form.ts";
import { type LaunchDraft, useLaunchDraft } from "../_state/launch-draft.ts";
import { reasonOf } from "../_state/launches.ts";
import { fetchPlans } from "../_state/launching-engine.ts";
import { CloneFields } from "./clone-fields.tsx";
import { LaunchPreview } from "./launch-preview.tsx";
import { NoPlans } from "./no-plans.tsx";
import { SweepFields } from "./sweep-fields.tsx";

/** A project and the file that it stands in. */
export interface PlannedProject {
  readonly plan: PlanSummary;
  readonly project: ProjectSummary;
}

export function LaunchForm() {
  const t = useTranslations("launches.form");
  const draft = useLaunchDraft((state) => state.draft);
  const [plans, setPlans] = useState<PlansAnswer | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = (): void => {
    fetchPlans().then(
      (answer) => {
        setPlans(answer);
        setError(null);
      },
      (because: unknown) => setError(reasonOf(because)),
    );
  };
  useEffect(load, []);
  if (error !== null) return <p className="p-4 text-red">{error}</p>;
  if (plans === null) return <div className="flex-1" aria-busy="true" />;
  const projects = plans.plans.flatMap((plan) => plan.projects.map((project) => ({ plan, project })));
  if (projects.length === 0) return <NoPlans answer={plans} onAgain={load} />;
  return (
    <div
      data-testid="launch-form"
      data-scrolls=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of keys
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-4 py-4"
    >
      {plans.plans
        .flatMap(({ problems }) => problems)
        .map((problem) => (
          <p key={problem} className="mb-1 text-amber">
            {problem}
          </p>
        ))}
      <h2 className="mb-3 font-semibold text-base">{t(draft.kind)}</h2>
      <DraftForm key={keyOf(draft)} draft={draft} projects={projects} />
    </div>
  );
}

const keyOf = (draft: LaunchDraft): string =>
  draft.kind === "sweep" ? "sweep" : draft.kind === "clone" ? draft.launch.id : JSON.stringify(draft.runs);

interface DraftFormProps {
  readonly draft: LaunchDraft;
  readonly projects: readonly PlannedProject[];
}

function DraftForm({ draft, projects }: DraftFormProps) {
  const t = useTranslations("launches.form");
  const [chosen, setChosen] = useState(() => startOf(draft, projects));
  const [folder, setFolder] = useState(() => folderOf(draft));
  const [priority, setPriority] = useState(0);
  const [regularisation, setRegularisation] = useState<"as before" | "off" | "on">("as before");
  const [fields, setFields] = useState<LaunchWish | null>(null);
  const planned = projects[chosen];
  if (planned === undefined) return null;
  const { plan, project } = planned;
  const place = { file: plan.file, project: project.name };
  const wish: LaunchWish | null =
    draft.kind === "next"
      ? {
          kind: "next",
          ...place,
          folder: folder === "" ? null : folder,
          base: draft.base,
          runs: draft.runs,
          regularisation,
        }
      : fields === null
        ? null
        : { ...fields, folder };
  return (
    <div className="grid max-w-6xl gap-x-8 gap-y-4 lg:grid-cols-2">
      <div className="space-y-3">
        <Field name={t("project")}>
          <select value={chosen} onChange={(event) => setChosen(Number(event.target.value))} className={INPUT}>
            {projects.map(({ plan: { file }, project: { name } }, at) => (
              <option key={`${file} ${name}`} value={at}>
                {name} — {file}
              </option>
            ))}
          </select>
        </Field>
        {draft.kind === "sweep" && (
          <SweepFields key={chosen} planned={planned} onFolder={setFolder} onWish={setFields} />
        )}
        {draft.kind === "clone" && (
          <CloneFields key={chosen} planned={planned} launch={draft.launch} onWish={setFields} />
        )}
        {draft.kind === "next" && (
          <>
            <p className="text-ink-soft">{t("nextOf", { count: draft.runs.length, title: draft.title })}</p>
            <ul className="list-disc pl-4 text-ink-soft">
              {[...new Set(draft.runs.map(({ why }) => why))].map((why) => (
                <li key={why}>{why}</li>
              ))}
            </ul>
            {project.hasRegularisation && (
              <Field name={t("regularisation")}>
                <select
                  value={regularisation}
                  onChange={({ target: { value } }) =>
                    setRegularisation(value === "off" || value === "on" ? value : "as before")
                  }
                  className={INPUT}
                >
                  <option value="as before">{t("asBefore")}</option>
                  <option value="off">{t("off")}</option>
                  <option value="on">{t("on")}</option>
                </select>
              </Field>
            )}
          </>
        )}
        <div className="flex flex-wrap gap-3">
          <Field name={t("folder")} hint={t("folderHint", { logdir: project.logdir })}>
            <input
              type="text"
              value={folder}
              placeholder={draft.kind === "next" ? t("folderBeside") : undefined}
              onChange={(event) => setFolder(event.target.value)}
              spellCheck={false}
              className={INPUT}
            />
          </Field>
          <Field name={t("priority")} hint={t("priorityHint")}>
            <input
              type="number"
              value={priority}
              min={-1000}
              max={1000}
              onChange={(event) => setPriority(Math.trunc(Number(event.target.value)))}
              className={`${INPUT} w-24`}
            />
          </Field>
        </div>
      </div>
      <LaunchPreview wish={wish} priority={priority} />
    </div>
  );
}

/** For a launch once more the project of that launch. */
function startOf(draft: LaunchDraft, projects: readonly PlannedProject[]): number {
  if (draft.kind !== "clone") return 0;
  return Math.max(
    0,
    projects.findIndex(({ project }) => project.name === draft.launch.project),
  );
}

function folderOf(draft: LaunchDraft): string {
  const plain = (text: string): string => text.replace(/[^\p{L}\p{N}_.+=-]+/gu, "-").replace(/^[-.+=]+|-+$/g, "");
  if (draft.kind === "next") return ""; // beside the runs that they take further
  if (draft.kind === "clone") return plain(draft.launch.name.split("/")[0] ?? "") || "again";
  return "sweep";
}

export const INPUT =
  "h-7 w-full min-w-0 rounded border border-line bg-canvas px-2 hover:border-line-strong focus:border-accent aria-invalid:border-red";

interface FieldProps {
  readonly name: string;
  readonly hint?: string;
  readonly children: React.ReactNode;
}

export function Field({ name, hint, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label className="block min-w-0 max-w-full">
      <span className="mb-0.5 block text-2xs text-ink-faint">{name}</span>
      {children}
      {hint !== undefined && <span className="mt-0.5 block wrap-anywhere text-2xs text-ink-faint">{hint}</span>}
    </label>
  );
}
