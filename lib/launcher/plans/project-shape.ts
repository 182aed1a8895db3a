/** From a project as it is written to a project that can be run, and what is wrong with it. */
import type { HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import { placeholdersIn } from "../commands/placeholders.ts";
import { LOGDIR } from "../commands/template.ts";
import { splitWords } from "../commands/words.ts";
import type { Fault } from "./plan-place.ts";
import type { ProjectShape } from "./plan-schema.ts";
import type { CommandTemplate, Parameter, ParameterType, Project, Resources } from "./project.ts";
import { problemWithValue } from "./trial.ts";

export interface ProjectRead {
  readonly project: Project;
  /** `keys` start below the project. */
  readonly faults: readonly Fault[];
}

/** The project called `name`. `absolute` turns its paths into absolute ones. */
export function toProject(name: string, shape: ProjectShape, absolute: (path: string) => string): ProjectRead {
  const faults: Fault[] = [];
  const parameters = new Map<string, Parameter>();
  for (const [key, written] of Object.entries(shape.parameters)) {
    const parameter = toParameter(key, written);
    parameters.set(key, parameter);
    const problem = parameter.fallback === null ? null : problemWithValue(parameter, parameter.fallback);
    if (problem !== null) faults.push({ keys: ["parameters", key], text: problem });
  }
  if (parameters.has(LOGDIR))
    faults.push({
      keys: ["parameters", LOGDIR],
      text: t`{logdir} is the run's own folder, so no parameter can have this name.`,
    });

  const command = toTemplate(shape);
  if (command.kind === "unusable") faults.push({ keys: ["command"], text: command.because });
  const template: CommandTemplate = command.kind === "unusable" ? { kind: "argv", words: [] } : command;
  const resume = toResume(shape, template);
  if (resume?.kind === "unusable") faults.push({ keys: ["resume"], text: resume.because });
  const goesOn: CommandTemplate | null = resume?.kind === "unusable" ? null : resume;
  const environment = new Map(Object.entries(shape.environment).map(([key, value]) => [key, String(value)]));
  const inCommand = placeholdersIn(textOf(template));
  const inResume = goesOn === null ? [] : placeholdersIn(textOf(goesOn)).slice(inCommand.length);
  const used = new Set([...inCommand, ...[...environment.values()].flatMap(placeholdersIn)]);
  for (const placeholder of inCommand)
    if (placeholder !== LOGDIR && !parameters.has(placeholder))
      faults.push({
        keys: ["command"],
        text: t`{${placeholder}} in the command of ${name} is none of its parameters.`,
      });
  for (const placeholder of inResume)
    if (placeholder !== LOGDIR && !parameters.has(placeholder))
      faults.push({ keys: ["resume"], text: t`{${placeholder}} in \`resume\` is none of ${name}'s parameters.` });
  for (const [key, text] of environment)
    for (const placeholder of placeholdersIn(text))
      if (placeholder !== LOGDIR && !parameters.has(placeholder))
        faults.push({ keys: ["environment", key], text: t`{${placeholder}} is no parameter of ${name}.` });
  for (const key of parameters.keys())
    if (!used.has(key) && command.kind !== "unusable" && key !== LOGDIR)
      faults.push({
        keys: ["parameters", key],
        text: t`The command never uses {${key}}, so changing it would change nothing.`,
      });

  const withoutRegularisation = new Map(Object.entries(shape.without_regularisation));
  for (const [key, value] of withoutRegularisation) {
    const parameter = parameters.get(key);
    const problem =
      parameter === undefined ? t`${key} is no parameter of ${name}.` : problemWithValue(parameter, value);
    if (problem !== null) faults.push({ keys: ["without_regularisation", key], text: problem });
  }
  const project: Project = {
    name,
    directory: absolute(shape.directory),
    logdir: absolute(shape.logdir),
    command: template,
    resume: goesOn,
    retry: toRetry(shape.retry),
    parameters,
    environment,
    metric: toMetric(shape.metric),
    lossTag: shape.loss ?? null,
    resources: toResources(shape.resources),
    withoutRegularisation,
  };
  return { project, faults };
}

function toTemplate({
  command,
  shell,
}: Pick<ProjectShape, "command" | "shell">): CommandTemplate | { kind: "unusable"; because: string } {
  if (shell)
    return typeof command === "string"
      ? { kind: "shell", script: command }
      : { kind: "unusable", because: t`With \`shell: true\` the command is a text, not a list.` };
  if (typeof command !== "string") return { kind: "argv", words: command };
  const split = splitWords(command);
  return split.kind === "words"
    ? { kind: "argv", words: split.words }
    : { kind: "unusable", because: t`The command cannot be split into words: ${split.because}.` };
}

/** The command with what `resume` adds to it, or null when it adds nothing because runs cannot go on. */
function toResume(
  { resume, shell }: ProjectShape,
  command: CommandTemplate,
): CommandTemplate | { kind: "unusable"; because: string } | null {
  if (resume === false) return null;
  if (resume === true) return command;
  if (command.kind === "shell")
    return typeof resume === "string"
      ? { kind: "shell", script: `${command.script.trimEnd()} ${resume}` }
      : { kind: "unusable", because: t`With \`shell: true\` what \`resume\` adds is a text, not a list.` };
  const added = toTemplate({ command: resume, shell });
  return added.kind === "argv" ? { kind: "argv", words: [...command.words, ...added.words] } : added;
}

const textOf = (template: CommandTemplate): string =>
  template.kind === "shell" ? template.script : template.words.join("\n");

function toParameter(name: string, written: ProjectShape["parameters"][string]): Parameter {
  if (typeof written !== "object") {
    return { name, type: typeOf(written), fallback: written, choices: null, words: null };
  }
  const { default: fallback, choices, if_true, if_false } = written;
  const example = fallback ?? choices?.[0];
  const hasWords = if_true !== undefined || if_false !== undefined;
  const guessed = hasWords ? "boolean" : example === undefined ? "number" : typeOf(example);
  return {
    name,
    type: written.type ?? guessed,
    fallback: fallback ?? null,
    choices: choices ?? null,
    words: hasWords ? { true: if_true ?? "", false: if_false ?? "" } : null,
  };
}

/** Numbers stay `number`: a default of 1 does not say that 0.5 is wrong. */
function typeOf(value: HparamValue): ParameterType {
  return typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text";
}

function toMetric(metric: ProjectShape["metric"]): Project["metric"] {
  if (metric === undefined) return null;
  return typeof metric === "string" ? { tag: metric, goal: null } : { tag: metric.tag, goal: metric.goal ?? null };
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };
const MEGABYTES: Readonly<Record<string, number>> = { MB: 1, GB: 1024 };

/** `text` is a number with a unit that `units` knows; the schema has seen to that. */
function inUnits(text: string | undefined, units: Readonly<Record<string, number>>): number | null {
  const [, number, unit] = /^([\d.]+)\s*(\w+)$/.exec(text ?? "") ?? [];
  return number === undefined || unit === undefined ? null : Number(number) * (units[unit] ?? 1);
}

function toRetry(written: ProjectShape["retry"]): Project["retry"] {
  if (written === undefined) return null;
  const { on: failures, times, pause } = written;
  return { failures, times, backoffSecs: inUnits(pause, SECONDS) ?? 0 };
}

function toResources(written: ProjectShape["resources"]): Resources {
  return {
    gpus: written.gpus,
    cpus: written.cpus,
    memoryMb: inUnits(written.memory, MEGABYTES),
    gpuMemoryMb: inUnits(written.gpu_memory, MEGABYTES),
    packs: written.share_gpu,
    atOnce: written.at_once ?? null,
    timeLimitSecs: inUnits(written.time_limit, SECONDS),
    stepLimit: written.step_limit ?? null,
  };
}
