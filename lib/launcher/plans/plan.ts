/** A plan: the projects and sweeps of a `tuneboard.yaml`, checked. Pure; `plan-file.ts` reads the file. */
import { resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { t } from "../../core/text.ts";
import { lineOf, toFault } from "./plan-place.ts";
import { PlanShape, type SweepForm } from "./plan-schema.ts";
import type { Project } from "./project.ts";
import { toProject } from "./project-shape.ts";
import { problemWithSweep } from "./sweep.ts";
import { problemsWithTurns } from "./sweep-turns.ts";

export interface Plan {
  /** By name, in the order of the file. */
  readonly projects: ReadonlyMap<string, Project>;
  readonly sweeps: ReadonlyMap<string, SweepForm>;
}

/** `problems`: one sentence each, with file and line; at least one. A plan with a mistake is none: half of it would run something else. */
export type PlanRead =
  | { readonly kind: "plan"; readonly plan: Plan }
  | { readonly kind: "unusable"; readonly problems: readonly string[] };

export interface PlanPlace {
  /** The file as people call it: what sentences begin with. */
  readonly file: string;
  /** Absolute: what relative paths in the plan start from. */
  readonly directory: string;
  /** Absolute: what `~/` stands for. */
  readonly home: string;
}

/** The plan in `text`, or everything that is wrong with it. */
export function parsePlan(text: string, { file, directory, home }: PlanPlace): PlanRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error", prettyErrors: false });
  const [broken] = document.errors; // the others are its echoes
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0]);
    return { kind: "unusable", problems: [t`${file}:${line}: this is no YAML: ${broken.message}.`] };
  }
  let value: unknown;
  try {
    value = document.toJS() ?? {};
  } catch (error) {
    return { kind: "unusable", problems: [`${file}:1: ${error instanceof Error ? error.message : String(error)}.`] };
  }
  const say = (path: readonly PropertyKey[], sentence: string) =>
    `${file}:${lineOf(document, lines, path)}: ${sentence}`;
  const shape = PlanShape.safeParse(value);
  if (!shape.success) {
    const faults = shape.error.issues.map((issue) => toFault(issue, value));
    return { kind: "unusable", problems: faults.map(({ keys, text }) => say(keys, text)) };
  }
  const problems: string[] = [];
  const projects = new Map<string, Project>();
  for (const [name, project] of Object.entries(shape.data.projects)) {
    const read = toProject(name, project, (path) => absolute(path, directory, home));
    for (const { keys, text } of read.faults) problems.push(say(["projects", name, ...keys], text));
    projects.set(name, read.project);
  }
  for (const [name, sweep] of Object.entries(shape.data.sweeps)) {
    const project = projects.get(sweep.project);
    if (project === undefined)
      problems.push(say(["sweeps", name, "project"], t`There is no project ${sweep.project} in this file.`));
    else if (problems.length === 0) {
      const problem = problemWithSweep(project, sweep);
      if (problem !== null) problems.push(say(["sweeps", name, ...problem.keys], problem.text));
    }
  }
  const sweeps = new Map(Object.entries(shape.data.sweeps));
  for (const { keys, text } of problemsWithTurns(sweeps)) problems.push(say(["sweeps", ...keys], text));
  if (problems.length > 0) return { kind: "unusable", problems };
  return { kind: "plan", plan: { projects, sweeps } };
}

/** No shell expands the tilde of a path in a file, so we do. */
const absolute = (path: string, directory: string, home: string): string =>
  path === "~" || path.startsWith("~/") ? resolve(home, path.slice(2)) : resolve(directory, path);
