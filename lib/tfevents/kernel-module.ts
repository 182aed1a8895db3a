/** The compiled `scalar-kernel.wat`, with a type: its functions, and where things lie in its memory. */
import { SCALAR_KERNEL } from "./scalar-kernel-binary.ts";

/** Addresses and sizes that the module names; `scalar-kernel.wat` says what lies there. */
export interface KernelPlaces {
  readonly control: number;
  readonly byLength: number;
  readonly slots: number;
  readonly tables: number;
  readonly templates: number;
  readonly mostTemplates: number;
  readonly input: number;
  readonly inputBytes: number;
  readonly log: number;
  readonly logSlots: number;
  readonly mostPoints: number;
  readonly columns: number;
}

export interface KernelModule {
  readonly memory: ArrayBuffer;
  readonly places: KernelPlaces;
  /** Reads records between two addresses; returns the address where it stopped. */
  readonly read: (at: number, end: number) => number;
  /** Sorts the points of the log into the columns of so many slots. */
  readonly gather: (slots: number) => void;
}

/** An instance with a memory of its own, or null where there is no WebAssembly with SIMD or no address space left. */
export function loadKernelModule(): KernelModule | null {
  try {
    const binary = Uint8Array.from(atob(SCALAR_KERNEL), (char) => char.charCodeAt(0));
    return describe(new WebAssembly.Instance(new WebAssembly.Module(binary)).exports);
  } catch {
    return null; // an old processor or a limit on address space: everything works without it, more slowly
  }
}

function describe(exports: WebAssembly.Exports): KernelModule {
  const { memory, read, gather } = exports;
  const place = (name: string): number => {
    const found = exports[name];
    if (!(found instanceof WebAssembly.Global)) throw new Error(`the kernel names no place "${name}"`);
    return Number(found.value);
  };
  if (!(memory instanceof WebAssembly.Memory) || typeof read !== "function" || typeof gather !== "function") {
    throw new Error("the kernel does not export what is asked of it");
  }
  return {
    memory: memory.buffer,
    places: {
      control: place("control"),
      byLength: place("byLength"),
      slots: place("slots"),
      tables: place("tables"),
      templates: place("templates"),
      mostTemplates: place("mostTemplates"),
      input: place("input"),
      inputBytes: place("inputBytes"),
      log: place("log"),
      logSlots: place("logSlots"),
      mostPoints: place("mostPoints"),
      columns: place("columns"),
    },
    read: (at, end) => Number(read(at, end)),
    gather: (slots) => void gather(slots),
  };
}
