/** SummaryMetadata: which plugin a value belongs to, and what the plugin left for itself. */
import { HPARAMS_PLUGIN } from "./hparams-plugin.ts";
import { type MessageCursor, Wire } from "./protobuf.ts";

/** What a value's metadata says of it. `content` is the plugin's own message, as a part of the bytes that were read. */
export type ValueKind =
  | { readonly kind: "scalar" }
  | { readonly kind: "hparams"; readonly start: number; readonly end: number }
  | { readonly kind: "other" };

const SCALAR: ValueKind = { kind: "scalar" };
const OTHER: ValueKind = { kind: "other" };
const SCALARS_PLUGIN = "scalars";
const DATA_CLASS_SCALAR = 1;

/**
 * Reads the SummaryMetadata in `bytes[start … end)`: a scalar names the `scalars` plugin or the data class "scalar".
 * The cursors are lent; damage counts as "other".
 *
 * @see TensorFlow, `core/framework/summary.proto`, `SummaryMetadata.PluginData`.
 */
export function readValueKind(
  bytes: Uint8Array<ArrayBuffer>,
  start: number,
  end: number,
  metadata: MessageCursor,
  plugin: MessageCursor,
): ValueKind {
  metadata.enter(bytes, start, end);
  while (metadata.next()) {
    if (metadata.field === 4 && metadata.wire === Wire.Varint && metadata.low === DATA_CLASS_SCALAR) return SCALAR;
    if (metadata.field !== 1 || metadata.wire !== Wire.Bytes) continue;
    let isHparams = false;
    let contentStart = 0;
    let contentEnd = 0;
    plugin.enter(bytes, metadata.start, metadata.end);
    while (plugin.next()) {
      if (plugin.wire !== Wire.Bytes) continue;
      if (plugin.field === 1) {
        if (isText(bytes, plugin.start, plugin.end, SCALARS_PLUGIN)) return SCALAR;
        isHparams = isText(bytes, plugin.start, plugin.end, HPARAMS_PLUGIN);
      } else if (plugin.field === 2) {
        contentStart = plugin.start;
        contentEnd = plugin.end;
      }
    }
    if (isHparams) return { kind: "hparams", start: contentStart, end: contentEnd };
  }
  return OTHER;
}

function isText(bytes: Uint8Array, start: number, end: number, ascii: string): boolean {
  if (end - start !== ascii.length) return false;
  for (let i = 0; i < ascii.length; i++) if (bytes[start + i] !== ascii.charCodeAt(i)) return false;
  return true;
}
