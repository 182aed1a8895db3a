/** A schedule as a program for the usual frameworks, ready to paste. */
import type { CodeSnippet, PlannedSchedule } from "../../core/advice.ts";

const number = (value: number): string => String(Number(value.toPrecision(6)));

/** The schedule for PyTorch, Keras, JAX with optax, and HF Trainer. `title`: what the evidence calls it. Steps are optimizer updates. */
export function scheduleCode(title: string, plan: PlannedSchedule): CodeSnippet[] {
  return [
    { title, framework: "PyTorch", code: torch(plan) },
    { title, framework: "Keras", code: keras(plan) },
    { title, framework: "JAX", code: optax(plan) },
    { title, framework: "HF Trainer", code: trainer(plan) },
  ];
}

/** What multiplies the learning rate at `step`, in Python. */
function factorAt({ shape, startStep, endStep, every, factor }: PlannedSchedule): string {
  const since = startStep === 0 ? "step" : `max(0, step - ${startStep})`;
  if (shape === "exponential") return `${number(factor)} ** (${since} // ${every})`;
  return `0.0 if step >= ${endStep} else 1 - ${since} // ${every} * ${every} / ${endStep - startStep}`;
}

function torch(plan: PlannedSchedule): string {
  return [
    "from torch.optim.lr_scheduler import LambdaLR",
    `# the optimizer was made with lr=${number(plan.rate)}; train for ${plan.endStep} steps`,
    `scheduler = LambdaLR(optimizer, lambda step: ${factorAt(plan)})`,
    "# after every optimizer.step():",
    "scheduler.step()",
  ].join("\n");
}

function keras({ shape, rate, startStep, endStep, every, factor }: PlannedSchedule): string {
  if (shape === "linear") {
    return [
      "import keras",
      `schedule = keras.optimizers.schedules.PolynomialDecay(${number(rate)}, decay_steps=${endStep}, end_learning_rate=0.0)`,
      "optimizer = keras.optimizers.SGD(learning_rate=schedule)  # or the optimizer that you use",
    ].join("\n");
  }
  const body =
    shape === "cooldown"
      ? `${number(rate)} * ops.clip((${endStep} - step) / ${endStep - startStep}, 0.0, 1.0)`
      : `${number(rate)} * ${number(factor)} ** ops.floor(ops.maximum(step - ${startStep}, 0.0) / ${every})`;
  return [
    "import keras",
    "from keras import ops",
    "@keras.saving.register_keras_serializable()  # models that use it can be saved and loaded",
    "class Schedule(keras.optimizers.schedules.LearningRateSchedule):",
    "    def __call__(self, step):",
    '        step = ops.cast(step, "float32")',
    `        return ${body}`,
    "    def get_config(self):",
    "        return {}",
    "optimizer = keras.optimizers.SGD(learning_rate=Schedule())  # or the optimizer that you use",
  ].join("\n");
}

function optax({ shape, rate, startStep, endStep, every, factor }: PlannedSchedule): string {
  const begin = startStep === 0 ? "" : `, transition_begin=${startStep}`;
  const call =
    shape === "exponential"
      ? `optax.exponential_decay(${number(rate)}, transition_steps=${every}, decay_rate=${number(factor)}${begin}, staircase=True)`
      : `optax.linear_schedule(${number(rate)}, 0.0, transition_steps=${endStep - startStep}${begin})`;
  return [
    "import optax",
    `schedule = ${call}`,
    "optimizer = optax.sgd(schedule)  # or the optimizer that you use",
  ].join("\n");
}

function trainer(plan: PlannedSchedule): string {
  const { shape, rate, startStep, endStep } = plan;
  const start = `learning_rate=${number(rate)}, max_steps=${endStep}, warmup_steps=0`;
  if (shape === "linear") return `TrainingArguments(..., ${start}, lr_scheduler_type="linear")`;
  if (shape === "cooldown") {
    const kwargs = `{"num_decay_steps": ${endStep - startStep}, "decay_type": "linear"}`;
    return `TrainingArguments(..., ${start}, lr_scheduler_type="warmup_stable_decay", lr_scheduler_kwargs=${kwargs})`;
  }
  return [
    "# Trainer has no exponential type with a start of its own: hand it the optimizer and the PyTorch scheduler.",
    torch(plan).split("\n").slice(0, 3).join("\n"),
    `Trainer(..., args=TrainingArguments(..., max_steps=${endStep}), optimizers=(optimizer, scheduler))`,
  ].join("\n");
}
