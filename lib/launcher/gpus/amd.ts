/** AMD's GPUs from what `amd-smi` or `rocm-smi` print as JSON. */
import * as z from "zod";
import { type Gpu, NO_MEMORY_TOLD } from "./gpu.ts";

/** Arguments of `rocm-smi` for `parseRocm`. */
export const ROCM_ARGUMENTS = ["--showuniqueid", "--showproductname", "--showmeminfo", "vram", "--showuse", "--json"];

/** Arguments of `amd-smi` for `parseAmdSmi`: what the GPUs are, then how they stand. */
export const AMD_STATIC = ["static", "--asic", "--vram", "--json"];
export const AMD_METRIC = ["metric", "--usage", "--mem-usage", "--json"];

/** `{ "value": 65520, "unit": "MB" }`, the number alone in older versions, or `N/A`. */
const Quantity = z
  .union([
    z.object({ value: z.union([z.number(), z.string()]) }).transform(({ value }) => value),
    z.number(),
    z.string(),
  ])
  .transform((told) => (told === "" || !Number.isFinite(Number(told)) ? null : Number(told)))
  .nullable()
  .default(null)
  .catch(null);
const Static = z.object({
  gpu: z.number(),
  asic: z.object({ market_name: z.string().optional(), asic_serial: z.string().optional() }).prefault({}).catch({}),
  vram: z.object({ size: Quantity }).prefault({}).catch({ size: null }),
});
const Metric = z.object({
  gpu: z.number(),
  usage: z.object({ gfx_activity: Quantity }).prefault({}).catch({ gfx_activity: null }),
  mem_usage: z
    .object({ total_vram: Quantity, used_vram: Quantity })
    .prefault({})
    .catch({ total_vram: null, used_vram: null }),
});
/** A list, within `gpu_data` from ROCm 7 on. */
const listOf = <T>(shape: z.ZodType<T>) =>
  z.union([z.array(shape), z.object({ gpu_data: z.array(shape) }).transform(({ gpu_data }) => gpu_data)]);

/**
 * The GPUs in `amd-smi`'s JSON, sorted by index; null when the first text is none. Memory is in MiB there. Which process uses which GPU is not asked: whoever is not root is
 * told of their own processes only, and would take a GPU of others for free. `metric`: null where that question failed.
 *
 * @see AMD SMI documentation, "AMD SMI CLI tool usage": `amd-smi static`, `amd-smi metric`.
 */
export function parseAmdSmi(known: string, metric: string | null): Gpu[] | null {
  const cards = listOf(Static).safeParse(jsonIn(known));
  if (!cards.success) return null;
  const measured = listOf(Metric).safeParse(metric === null ? null : jsonIn(metric));
  return cards.data
    .map(({ gpu: index, asic, vram }): Gpu => {
      const now = measured.success ? measured.data.find(({ gpu }) => gpu === index) : undefined;
      const memoryMb = vram.size ?? now?.mem_usage.total_vram ?? null;
      const busy = now?.usage.gfx_activity ?? null;
      return {
        uuid: nameOf(asic.asic_serial ?? "", index),
        index,
        name: asic.market_name ?? "AMD GPU",
        memoryMb,
        usedMb: now?.mem_usage.used_vram ?? null,
        utilisation: busy === null ? null : Math.min(1, busy / 100),
        processes: null,
        unusable: memoryMb === null ? NO_MEMORY_TOLD : null,
      };
    })
    .sort((a, b) => a.index - b.index);
}

/** As `ROCR_VISIBLE_DEVICES` takes it: the unique number in sixteen digits, or the GPU's place where it has none. */
function nameOf(serial: string, index: number): string {
  const digits = serial.replace(/^0x/i, "").toLowerCase();
  return /^[0-9a-f]{1,16}$/.test(digits) && /[1-9a-f]/.test(digits) ? `GPU-${digits.padStart(16, "0")}` : String(index);
}

/** The tool may warn in front of what it was asked for. */
function jsonIn(text: string): unknown {
  const start = text.search(/^[[{]/m);
  return start < 0 ? null : toJson(text.slice(start));
}

const Card = z.record(z.string(), z.union([z.string(), z.number()]));
const Cards = z.record(z.string(), Card);

/** The GPUs in `rocm-smi`'s JSON, sorted by index; null when it is none. Which process uses which GPU is not told. */
export function parseRocm(text: string): Gpu[] | null {
  const cards = Cards.safeParse(toJson(text));
  if (!cards.success) return null;
  return Object.entries(cards.data)
    .flatMap(([key, card]): Gpu[] => {
      const [, index] = /^card(\d+)$/.exec(key) ?? [];
      if (index === undefined) return [];
      const bytes = (name: string) => {
        const value = Number(card[name]);
        return Number.isFinite(value) ? Math.round(value / 2 ** 20) : null;
      };
      const busy = Number(card["GPU use (%)"]);
      const memoryMb = bytes("VRAM Total Memory (B)");
      const id = String(card["Unique ID"] ?? "").replace(/^0x/, "");
      return [
        {
          uuid: /^[0-9a-f]+$/i.test(id) ? `GPU-${id}` : index,
          index: Number(index),
          name: String(card["Card Series"] ?? card["Card series"] ?? "AMD GPU"),
          memoryMb,
          usedMb: bytes("VRAM Total Used Memory (B)"),
          utilisation: Number.isFinite(busy) ? Math.min(1, busy / 100) : null,
          processes: null,
          unusable: memoryMb === null ? NO_MEMORY_TOLD : null,
        },
      ];
    })
    .sort((a, b) => a.index - b.index);
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
