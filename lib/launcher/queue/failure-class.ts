/** What kind of failure an ended attempt was: what decides whether another attempt makes sense. */
import type { Ending, Failure } from "../launch.ts";

/** The words of PyTorch, JAX/XLA, TensorFlow and the CUDA runtime for a full GPU. */
const GPU_MEMORY =
  /CUDA out of memory|torch\.(cuda\.)?OutOfMemoryError|CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation|RESOURCE_EXHAUSTED|ResourceExhaustedError|CUBLAS_STATUS_ALLOC_FAILED|HIP out of memory/;

/** `outputTail`: the last part of what the run wrote. Null: it did not fail, or somebody wanted its end. */
export function failureOf(ending: Ending, outputTail: string): Failure | null {
  switch (ending.kind) {
    case "completed":
    case "stopped":
    case "cancelled":
      return null;
    case "exited":
      return GPU_MEMORY.test(outputTail) ? "GPU out of memory" : "exited";
    case "killed":
      if (GPU_MEMORY.test(outputTail)) return "GPU out of memory";
      return ending.systemWasOutOfMemory ? "out of memory" : "killed";
    case "not started":
      return "not started";
    case "lost":
      return "lost";
  }
}
