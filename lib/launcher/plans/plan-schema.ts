/** The shape of `tuneboard.yaml`, for its reader and, as JSON schema, for editors. */
import * as z from "zod";
import { t } from "../../core/text.ts";
import { ConsoleSettings } from "../../textlogs/console/console-settings.ts";
import { PARAMETER_NAME } from "../commands/placeholders.ts";
import { FAILURES, MOST_RETRIES } from "../launch.ts";

const Value = z.union([z.number(), z.string(), z.boolean()]);
const Name = z.string().regex(PARAMETER_NAME, t`is no name: letters, digits, \`_\`, \`.\` and \`-\`, a letter first`);
const Values = z.record(Name, Value);
const Duration = z
  .string()
  .regex(/^\d+(\.\d+)?\s*(s|min|h|d)$/, t`is no time: "90 s", "30 min", "2 h" or "1 d"`)
  .meta({ description: "A time with its unit: 90 s, 30 min, 2 h, 1 d" });
const Memory = z
  .string()
  .regex(/^\d+(\.\d+)?\s*(MB|GB)$/, t`is no memory: "800 MB" or "12 GB"`)
  .meta({ description: "Memory with its unit: 800 MB, 12 GB" });

const Parameter = z.union([
  Value,
  z.strictObject({
    type: z.enum(["number", "integer", "text", "boolean"]).optional(),
    default: Value.optional().meta({ description: "What it is when a trial does not say" }),
    choices: z.array(Value).min(1).optional().meta({ description: "The only values that the program takes" }),
    if_true: z.string().optional().meta({ description: "What stands in the command for true, like --nesterov" }),
    if_false: z.string().optional().meta({ description: "What stands there for false; nothing when empty" }),
  }),
]);

const ProjectShape = z.strictObject({
  directory: z.string().default(".").meta({ description: "Where the command runs; relative to this file" }),
  logdir: z.string().default("runs").meta({ description: "Where runs get a folder each; relative to this file" }),
  command: z.union([z.string().min(1), z.array(z.string()).min(1)]).meta({
    description: "The program and its arguments with placeholders like {lr} and {logdir}; never run by a shell",
  }),
  shell: z.boolean().default(false).meta({ description: "Run the command, a text, by /bin/sh" }),
  resume: z
    .union([z.boolean(), z.string().min(1), z.array(z.string()).min(1)])
    .default(false)
    .meta({
      description:
        "How a run that is tried again goes on in its folder: true, the same command does; a text or list, what is added to it",
    }),
  retry: z
    .strictObject({
      on: z.array(z.enum(FAILURES)).min(1).meta({ description: "Failures that are tried again" }),
      times: z.int().min(1).max(MOST_RETRIES).default(1).meta({ description: "How often, after the first attempt" }),
      pause: Duration.default("30 s").meta({ description: "Before the first of these; it doubles each time" }),
    })
    .optional()
    .meta({ description: "Which failures of a run are tried again by themselves" }),
  parameters: z.record(Name, Parameter).default({}),
  environment: z.record(z.string().regex(/^[^=\0]+$/), z.union([z.string(), z.number()])).default({}),
  metric: z
    .union([z.string(), z.strictObject({ tag: z.string(), goal: z.enum(["max", "min"]).optional() })])
    .optional()
    .meta({ description: "The tag to judge runs by" }),
  loss: z.string().optional().meta({ description: "The tag of the training loss" }),
  resources: z
    .strictObject({
      gpus: z.int().min(0).default(1),
      cpus: z.int().min(1).default(1),
      memory: Memory.optional().meta({ description: "Memory of the machine that one run takes" }),
      gpu_memory: Memory.optional().meta({
        description: "GPU memory of one run, where known; otherwise it is measured",
      }),
      share_gpu: z.boolean().default(true).meta({ description: "Whether runs may share a GPU" }),
      at_once: z.int().min(1).optional().meta({ description: "Runs of this project at the same time at most" }),
      time_limit: Duration.optional(),
      step_limit: z.int().min(1).optional(),
    })
    .prefault({}),
  without_regularisation: Values.default({}).meta({
    description: "What switches regularisation off for the first stages, like dropout: 0",
  }),
});
export type ProjectShape = z.infer<typeof ProjectShape>;

const Two = z.tuple([z.number(), z.number()]);
const Count = z.int().min(1);

/** More than anybody means for one parameter: a step of 1e-9 is a slip. */
export const MOST_VALUES = 10_000;
const ValueCount = Count.max(MOST_VALUES);

/** The ways to say which values of a parameter are tried. */
const Axis = z.union([
  Value,
  z.array(Value).min(1),
  z.strictObject({ guide: z.enum(["six", "twelve"]) }).meta({
    description:
      "The tuning guide's learning rates: 1 to 0.00001 by decades; twelve adds 0.05, 0.03, 0.007, 0.005, 0.003, 0.0005",
  }),
  z.strictObject({ half_decades: Two }).meta({ description: "From low to high, two a decade" }),
  z
    .strictObject({ insert_around: z.union([z.number(), z.array(z.number()).min(1)]) })
    .meta({ description: "Half a decade below and above each value" }),
  z
    .strictObject({ range: Two, step: z.number() })
    .meta({ description: "From start up to end, end included if it is hit" }),
  z.strictObject({ linspace: Two, count: ValueCount }),
  z
    .strictObject({ logspace: Two, count: ValueCount })
    .meta({ description: "From first to last value, evenly in the logarithm" }),
  z.strictObject({ between: Two, scale: z.enum(["linear", "log"]).default("linear") }).meta({
    description: "Any value of the interval; for random and quasi_random sweeps",
  }),
]);
export type Axis = z.infer<typeof Axis>;

/** A sweep, as in the file and as the launch form sends it. */
export const SweepForm = z.strictObject({
  project: z.string(),
  vary: z.record(Name, Axis).default({}),
  how: z.enum(["grid", "random", "quasi_random"]).default("grid"),
  trials: Count.optional().meta({ description: "How many settings a random or quasi_random sweep tries" }),
  random_seed: z.int().min(0).default(0).meta({ description: "Another one draws other trials" }),
  seeds: z
    .union([Count, z.array(z.int()).min(1)])
    .optional()
    .meta({ description: "Seeds of each trial: how many, from 0, or which" }),
  steps: Count.optional(),
  after: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({
      description: "Sweeps of this file, launched with it, whose runs all complete before its first one starts",
    }),
  regularisation: z
    .enum(["off", "on"])
    .default("on")
    .meta({ description: "off: the project's without_regularisation counts" }),
  limit: Count.optional().meta({ description: "Allows more runs than are started without a second thought" }),
  note: z.string().default(""),
});
export type SweepForm = z.infer<typeof SweepForm>;

/** The whole file. Parts that this does not know belong to others. */
export const PlanShape = z.looseObject({
  console: ConsoleSettings.optional(),
  projects: z.record(Name, ProjectShape).default({}),
  sweeps: z.record(Name, SweepForm).default({}),
});
export type PlanShape = z.infer<typeof PlanShape>;
