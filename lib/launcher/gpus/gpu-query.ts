/** Asks the machine for its GPUs, without ever waiting for long: the tools hang when a driver does. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { t } from "../../core/text.ts";
import { AMD_METRIC, AMD_STATIC, parseAmdSmi, parseRocm, ROCM_ARGUMENTS } from "./amd.ts";
import { DIVIDED, type Gpu, type GpuReading, NVIDIA_GPUS, NVIDIA_PROCESSES, parseNvidia } from "./gpu.ts";
import { NVIDIA_LIST, withInstances } from "./mig.ts";

export interface GpuTools {
  readonly nvidiaSmi: string;
  readonly amdSmi: string;
  /** What there was before `amd-smi`. */
  readonly rocmSmi: string;
  /** For a whole reading. Beyond it the tool is killed. */
  readonly limitMs: number;
}

/** The vendors' tools as they are found on the PATH. One that has not answered after 5 s is taken to hang with its driver. */
export const DEFAULT_TOOLS: GpuTools = {
  nvidiaSmi: "nvidia-smi",
  amdSmi: "amd-smi",
  rocmSmi: "rocm-smi",
  limitMs: 5000,
};

/** More than any number of GPUs prints. */
const MOST_OUTPUT = 1024 * 1024;

type Output =
  | { readonly kind: "output"; readonly text: string; readonly exitCode: number | null; readonly complaint: string }
  | { readonly kind: "missing" }
  | { readonly kind: "silent" };

/**
 * A function that reads the GPUs: it answers within the limit, whatever the tools do, and never rejects. A tool that did not even die of
 * being killed, as over a driver that hangs, is waited for before another one is started: they would pile up.
 */
export function gpuReader(tools: GpuTools): () => Promise<GpuReading> {
  let undying: ChildProcess | null = null;
  const ask = (program: string, args: readonly string[], limitMs: number) =>
    run(program, args, limitMs, (child) => {
      undying = child;
      child.once("exit", () => {
        undying = null;
      });
    });
  return async () => {
    if (undying !== null) return { kind: "failed", because: t`the last question still hangs in the driver` };
    const until = performance.now() + tools.limitMs;
    const left = () => Math.max(1, until - performance.now());
    const answer = await ask(tools.nvidiaSmi, NVIDIA_GPUS, left());
    if (answer.kind === "missing") return readAmd(tools, (program, args) => ask(program, args, left()));
    if (answer.kind === "silent") return tooSlow("nvidia-smi", tools.limitMs);
    if (parseNvidia(answer.text, null).length === 0) return whyNone(answer);
    const users = await ask(tools.nvidiaSmi, NVIDIA_PROCESSES, left());
    const processes = users.kind === "output" && users.exitCode === 0 ? users.text : null;
    const gpus = parseNvidia(answer.text, processes);
    if (!gpus.some(({ unusable }) => unusable === DIVIDED)) return { kind: "gpus", vendor: "NVIDIA", gpus };
    const list = await ask(tools.nvidiaSmi, NVIDIA_LIST, left());
    return { kind: "gpus", vendor: "NVIDIA", gpus: withInstances(gpus, list.kind === "output" ? list.text : "") };
  };
}

function whyNone({ exitCode, text, complaint }: Extract<Output, { kind: "output" }>): GpuReading {
  const said = [complaint, text].map(firstLine).find((line) => line !== "") ?? t`it says nothing`;
  return exitCode === 0 || /no devices were found/i.test(said)
    ? { kind: "none", because: t`${"nvidia-smi"} finds no GPU` }
    : { kind: "failed", because: t`nvidia-smi ends with ${exitCode ?? t`a signal`}: ${said}` };
}

/** By `amd-smi`, or where that is not installed by `rocm-smi`. */
async function readAmd(
  { amdSmi, rocmSmi, limitMs }: GpuTools,
  ask: (program: string, args: readonly string[]) => Promise<Output>,
): Promise<GpuReading> {
  const known = await ask(amdSmi, AMD_STATIC);
  if (known.kind === "silent") return tooSlow("amd-smi", limitMs);
  if (known.kind === "output") {
    const metric = await ask(amdSmi, AMD_METRIC);
    return toAmdReading("amd-smi", parseAmdSmi(known.text, metric.kind === "output" ? metric.text : null));
  }
  const answer = await ask(rocmSmi, ROCM_ARGUMENTS);
  if (answer.kind === "missing")
    return { kind: "none", because: t`none of nvidia-smi, amd-smi and rocm-smi is installed` };
  return answer.kind === "silent" ? tooSlow("rocm-smi", limitMs) : toAmdReading("rocm-smi", parseRocm(answer.text));
}

function toAmdReading(tool: string, gpus: Gpu[] | null): GpuReading {
  if (gpus === null) return { kind: "failed", because: t`${tool} prints no JSON that is known here` };
  return gpus.length === 0 ? { kind: "none", because: t`${tool} finds no GPU` } : { kind: "gpus", vendor: "AMD", gpus };
}

const tooSlow = (tool: string, limitMs: number): GpuReading => ({
  kind: "failed",
  because: t`${tool} does not answer within ${limitMs / 1000} s`,
});

const firstLine = (text: string): string => text.trim().split("\n")[0].trim();

/**
 * What `program` prints. After `limitMs` its whole process group is killed and the answer given up at once: a process that waits for a dead
 * driver does not die of a signal, and must not hold us either.
 */
function run(
  program: string,
  args: readonly string[],
  limitMs: number,
  onKilled: (child: ChildProcess) => void,
): Promise<Output> {
  if (!isInstalled(program)) return Promise.resolve({ kind: "missing" });
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
    let text = "";
    let complaint = "";
    const timer = setTimeout(() => finish({ kind: "silent" }), limitMs);
    const finish = (output: Output) => {
      clearTimeout(timer);
      if (output.kind === "silent") {
        killGroup(child.pid);
        if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) onKilled(child);
      }
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      resolve(output);
    };
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += text.length < MOST_OUTPUT ? part : "";
    });
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      complaint += complaint.length < MOST_OUTPUT ? part : "";
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      finish(
        error.code === "ENOENT" || error.code === "EACCES"
          ? { kind: "missing" }
          : { kind: "output", text, exitCode: null, complaint: error.message },
      ),
    );
    child.on("close", (exitCode) => finish({ kind: "output", text, exitCode, complaint }));
  });
}

/** Looked up here, because trying to start it would copy our whole process first, and hold us up for that long. */
function isInstalled(program: string): boolean {
  const folders = program.includes("/") ? [""] : (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It ended between the two.
  }
}
