/** AMD's GPUs from what `amd-smi` or `rocm-smi` print as JSON. */
import * as z from "zod";
import type { Gpu } from "./gpu.ts";

export const ROCM_ARGUMENTS = ["--showuniqueid", "--showproductname", "--showmeminfo", "vram", "--showuse", "--json"];

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
          unusable: memoryMb === null ? "it does not say how much memory it has" : null,
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
