/** What TensorBoard's hparams plugin says of a run: its settings, how it ended, and what the experiment declares. */
import type { Hparams, HparamValue } from "../core/series.ts";
import { MessageCursor, Wire } from "./protobuf.ts";

/** Name of the plugin in `SummaryMetadata.plugin_data.plugin_name`. */
export const HPARAMS_PLUGIN = "hparams";

/** What one message of the plugin says; null where it says nothing. */
export interface HparamsPluginData {
  /** Settings of the session. Null when this is no session's start. */
  readonly hparams: Hparams | null;
  /** How the session ended. A success without an end time does not count: torch's `add_hparams` writes it at once. */
  readonly ending: "finished" | "failed" | null;
  /** Sessions with equal names are replicates of one trial. */
  readonly groupName: string | null;
  /** Seconds since the Unix epoch. */
  readonly startTimeSecs: number | null;
  readonly experiment: HparamsExperiment | null;
}

export interface HparamsExperiment {
  readonly hparams: readonly {
    readonly name: string;
    readonly displayName: string | null;
    readonly type: HparamType;
  }[];
  /** A metric is the scalar `tag` of the run `<session>/<group>`, or of the session itself when `group` is empty. */
  readonly metrics: readonly { readonly group: string; readonly tag: string; readonly displayName: string | null }[];
}

export type HparamType = "string" | "bool" | "number" | "unset";

/** In the order of the enum `DataType`. */
const TYPES: readonly HparamType[] = ["unset", "string", "bool", "number"];
const SUCCESS = 1;
const FAILURE = 2;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Parses the content of `SummaryMetadata.plugin_data` in `bytes[start … end)`, or returns null when it is damaged.
 * Settings that are null, lists or mappings are left out; NaN and infinities, which no sweep varies over, are strings.
 *
 * @see TensorBoard, `plugins/hparams/plugin_data.proto` and `api.proto`; protobuf, `google/protobuf/struct.proto`.
 */
export function parseHparamsPlugin(bytes: Bytes, start = 0, end = bytes.length): HparamsPluginData | null {
  const reader = new Reader(bytes);
  let data: HparamsPluginData = { hparams: null, ending: null, groupName: null, startTimeSecs: null, experiment: null };
  reader.each(start, end, (field) => {
    if (field.wire !== Wire.Bytes) return;
    if (field.field === 2) data = { ...data, experiment: readExperiment(reader, field) };
    else if (field.field === 3) data = { ...data, ...readSessionStart(reader, field) };
    else if (field.field === 4) data = { ...data, ending: readEnding(reader, field) };
  });
  return reader.isDamaged ? null : data;
}

function readSessionStart(reader: Reader, { start, end }: MessageCursor): Partial<HparamsPluginData> {
  const hparams = new Map<string, HparamValue>();
  let groupName: string | null = null;
  let startTimeSecs: number | null = null;
  reader.each(start, end, (field) => {
    if (field.field === 1 && field.wire === Wire.Bytes) readSetting(reader, field, hparams);
    else if (field.field === 4 && field.wire === Wire.Bytes) groupName = reader.text(field) || null;
    else if (field.field === 5 && field.wire === Wire.Fixed64) startTimeSecs = reader.double(field);
  });
  return { hparams: Object.fromEntries(hparams), groupName, startTimeSecs };
}

/** One entry of the map of settings: key = 1, value = 2. */
function readSetting(reader: Reader, { start, end }: MessageCursor, into: Map<string, HparamValue>): void {
  let name = "";
  let value: HparamValue | null = null;
  reader.each(start, end, (field) => {
    if (field.wire !== Wire.Bytes) return;
    if (field.field === 1) name = reader.text(field);
    else if (field.field === 2) value = readValue(reader, field);
  });
  if (value !== null) into.set(name, value);
}

/** `google.protobuf.Value`: number = 2, string = 3, bool = 4; anything else has no place in a table. */
function readValue(reader: Reader, { start, end }: MessageCursor): HparamValue | null {
  let value: HparamValue | null = null;
  reader.each(start, end, (field) => {
    if (field.field === 2 && field.wire === Wire.Fixed64) {
      const number = reader.double(field);
      value = Number.isFinite(number) ? number : String(number);
    } else if (field.field === 3 && field.wire === Wire.Bytes) value = reader.text(field);
    else if (field.field === 4 && field.wire === Wire.Varint) value = field.low !== 0;
  });
  return value;
}

function readEnding(reader: Reader, { start, end }: MessageCursor): HparamsPluginData["ending"] {
  let status = 0;
  let endTimeSecs = 0;
  reader.each(start, end, (field) => {
    if (field.field === 1 && field.wire === Wire.Varint) status = field.low;
    else if (field.field === 2 && field.wire === Wire.Fixed64) endTimeSecs = reader.double(field);
  });
  if (status === FAILURE) return "failed";
  return status === SUCCESS && endTimeSecs > 0 ? "finished" : null;
}

function readExperiment(reader: Reader, { start, end }: MessageCursor): HparamsExperiment {
  const hparams: HparamsExperiment["hparams"][number][] = [];
  const metrics: HparamsExperiment["metrics"][number][] = [];
  reader.each(start, end, (field) => {
    if (field.wire !== Wire.Bytes) return;
    if (field.field === 4) {
      let name = "";
      let displayName: string | null = null;
      let type: HparamType = "unset";
      reader.each(field.start, field.end, (info) => {
        if (info.field === 1 && info.wire === Wire.Bytes) name = reader.text(info);
        else if (info.field === 2 && info.wire === Wire.Bytes) displayName = reader.text(info);
        else if (info.field === 4 && info.wire === Wire.Varint) type = TYPES[info.low] ?? "unset";
      });
      hparams.push({ name, displayName, type });
    } else if (field.field === 5) metrics.push(readMetric(reader, field));
  });
  return { hparams, metrics };
}

function readMetric(reader: Reader, { start, end }: MessageCursor): HparamsExperiment["metrics"][number] {
  let group = "";
  let tag = "";
  let displayName: string | null = null;
  reader.each(start, end, (field) => {
    if (field.wire !== Wire.Bytes) return;
    if (field.field === 3) displayName = reader.text(field);
    else if (field.field === 1) {
      reader.each(field.start, field.end, (name) => {
        if (name.wire !== Wire.Bytes) return;
        if (name.field === 1) group = reader.text(name);
        else if (name.field === 2) tag = reader.text(name);
      });
    }
  });
  return { group, tag, displayName };
}

/** Walks messages, and remembers whether any of them was damaged. */
class Reader {
  isDamaged = false;
  private readonly view: DataView;
  private readonly decoder = new TextDecoder();

  constructor(private readonly bytes: Bytes) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  each(start: number, end: number, visit: (field: MessageCursor) => void): void {
    const cursor = new MessageCursor();
    cursor.enter(this.bytes, start, end);
    while (cursor.next()) visit(cursor);
    this.isDamaged ||= cursor.isDamaged;
  }

  text({ start, end }: MessageCursor): string {
    return this.decoder.decode(this.bytes.subarray(start, end));
  }

  double({ start }: MessageCursor): number {
    return this.view.getFloat64(start, true);
  }
}
