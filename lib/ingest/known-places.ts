/** Directories whose place decides what stands in them: parts of MLflow's, W&B's, Hydra's, mmengine's and the Trainer's layouts. */
import type { Listing, Recognised } from "./recognised.ts";

const NOTHING: Recognised = { logs: [], settings: [], leftAside: [] };
const MLFLOW_RUN = /^(.*\/)?[0-9a-f]{32}$/;
const MLFLOW_INSIDE = /^((?:.*\/)?[0-9a-f]{32})\/(metrics|params|tags|artifacts)(?:\/(.*))?$/;
const WANDB_RUN = /(?:^|\/)(?:offline-)?run-\d{8}_\d{6}-[^/]+$/;
const WANDB_INSIDE = /^(.*\/)?((?:offline-)?run-\d{8}_\d{6}-[^/]+)\/(files|logs|tmp)(?:\/|$)/;
const CHECKPOINT = /^checkpoint-(\d+)$/;

/** Whether W&B keeps a run in the directory at `path`. */
export const isWandbRun = (path: string): boolean => WANDB_RUN.test(path);

/** The latest of the Trainer's `checkpoint-N` among `directories`; null where there is none. */
export function newestCheckpoint(directories: readonly string[]): string | null {
  let newest = -1;
  for (const name of directories) newest = Math.max(newest, Number(CHECKPOINT.exec(name)?.[1] ?? -1));
  return newest < 0 ? null : `checkpoint-${newest}`;
}

/** Whether the place of a directory decides what stands in it, so that nobody has to look into its files. */
export const isKnownPlace = (path: string): boolean => recognisePlace({ path, files: [], directories: [] }) !== null;

/** What stands in a directory whose place decides it; null for all others. */
export function recognisePlace({ path, files }: Listing): Recognised | null {
  const mlflow = MLFLOW_INSIDE.exec(path);
  if (mlflow !== null) return recogniseMlflow(mlflow, files);
  if (MLFLOW_RUN.test(path)) {
    return {
      ...NOTHING,
      settings: files.filter((name) => name === "meta.yaml").map((name) => ({ name, run: path, kind: "mlflow meta" })),
    };
  }
  const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
  const own = path.slice(path.lastIndexOf("/") + 1);
  const wandb = WANDB_INSIDE.exec(path);
  if (wandb !== null) {
    const isFiles = own === "files" && wandb[3] === "files";
    return {
      logs: [],
      settings: isFiles && files.includes("config.yaml") ? [{ name: "config.yaml", run: parent, kind: "file" }] : [],
      leftAside: files
        .filter((name) => isFiles && (name === "output.log" || name === "wandb-summary.json"))
        .map((name) => ({ name, because: "The run's .wandb file holds its curves." })),
    };
  }
  if (own === ".hydra") {
    return {
      ...NOTHING,
      settings: files.filter((name) => name === "config.yaml").map((name) => ({ name, run: parent, kind: "file" })),
    };
  }
  if (own === "vis_data" && files.includes("scalars.json")) {
    return {
      logs: [{ name: "scalars.json", format: "jsonl", run: parent, tag: null, isRotated: false }],
      settings: [],
      leftAside: files
        .filter((name) => name.endsWith(".json") && name !== "scalars.json")
        .map((name) => ({ name, because: "It holds what scalars.json holds." })),
    };
  }
  if (CHECKPOINT.test(own) && path !== ".") return files.includes("trainer_state.json") ? NOTHING : null;
  return null;
}

function recogniseMlflow([, run, part, below]: readonly string[], files: readonly string[]): Recognised {
  const inside = (name: string): string => (below === undefined ? name : `${below}/${name}`);
  const shown = files.filter((name) => !name.startsWith("."));
  switch (part) {
    case "metrics":
      return {
        ...NOTHING,
        logs: shown.map((name) => ({ name, format: "mlflow", run, tag: inside(name), isRotated: false })),
      };
    case "params":
      return { ...NOTHING, settings: shown.map((name) => ({ name, run, kind: "mlflow param" })) };
    default:
      return NOTHING;
  }
}
