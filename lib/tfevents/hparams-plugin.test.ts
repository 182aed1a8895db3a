import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHparamsPlugin } from "./hparams-plugin.ts";

/** Messages as torch and TensorBoard wrote them, each with the reading of TensorBoard's own protobuf code. */
interface Message {
  readonly name: string;
  readonly tag: string;
  readonly content: string;
  readonly parsed: {
    readonly experiment?: {
      readonly hparam_infos: readonly {
        readonly name: string;
        readonly display_name?: string;
        readonly type: string;
      }[];
      readonly metric_infos: readonly {
        readonly name: { readonly group?: string; readonly tag: string };
        readonly display_name?: string;
      }[];
    };
    readonly session_start_info?: {
      readonly hparams: Record<string, unknown>;
      readonly group_name?: string;
      readonly start_time_secs?: number;
    };
    readonly session_end_info?: { readonly status?: string; readonly end_time_secs?: number };
  };
}
const { messages }: { messages: readonly Message[] } = JSON.parse(
  readFileSync(new URL("../../fixtures/textlogs/hparams-plugin/messages.json", import.meta.url), "utf8"),
);
const bytesOf = ({ content }: Message): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(content, "base64"));
const TYPES: Record<string, string> = {
  DATA_TYPE_STRING: "string",
  DATA_TYPE_BOOL: "bool",
  DATA_TYPE_FLOAT64: "number",
};
const isSetting = ([, value]: [string, unknown]): boolean => ["string", "number", "boolean"].includes(typeof value);

describe("messages that real libraries wrote", () => {
  it.each(messages.filter(({ parsed }) => parsed.session_start_info))("$name: settings of a session", (message) => {
    const { hparams, group_name, start_time_secs } = message.parsed.session_start_info ?? { hparams: {} };
    expect(parseHparamsPlugin(bytesOf(message))).toEqual({
      hparams: Object.fromEntries(Object.entries(hparams).filter(isSetting)),
      ending: null,
      groupName: group_name ?? null,
      startTimeSecs: start_time_secs ?? null,
      experiment: null,
    });
  });

  it.each(messages.filter(({ parsed }) => parsed.experiment))("$name: what an experiment declares", (message) => {
    const declared = message.parsed.experiment;
    expect(parseHparamsPlugin(bytesOf(message))?.experiment).toEqual({
      hparams: declared?.hparam_infos.map(({ name, display_name, type }) => ({
        name,
        displayName: display_name ?? null,
        type: TYPES[type],
      })),
      metrics: declared?.metric_infos.map(({ name, display_name }) => ({
        group: name.group ?? "",
        tag: name.tag,
        displayName: display_name ?? null,
      })),
    });
  });

  it.each([
    { status: "STATUS_SUCCESS", ending: "finished" },
    { status: "STATUS_FAILURE", ending: "failed" },
    { status: "STATUS_RUNNING", ending: null },
    { status: undefined, ending: null },
  ])("a session that ended with $status is $ending", ({ status, ending }) => {
    const found = messages.filter(
      ({ parsed: { session_end_info: info } }) => info?.end_time_secs !== undefined && info.status === status,
    );
    expect(found.map((message) => parseHparamsPlugin(bytesOf(message))?.ending)).toEqual([ending]);
  });

  it("the success that torch writes before the training, without an end time, is no ending", () => {
    const early = messages.filter(({ name, parsed }) => name.startsWith("torch") && parsed.session_end_info);
    expect(early.map((message) => parseHparamsPlugin(bytesOf(message))?.ending)).toEqual([null]);
  });
});

describe("damage", () => {
  it("a message that is cut short is no message, and none is read outside its bounds", () => {
    for (const message of messages) {
      const bytes = bytesOf(message);
      for (let end = 1; end < bytes.length; end++) expect(parseHparamsPlugin(bytes, 0, end)).toBe(null);
      const padded = new Uint8Array(bytes.length + 20).fill(0xff);
      padded.set(bytes, 7);
      expect(parseHparamsPlugin(padded, 7, 7 + bytes.length)).toEqual(parseHparamsPlugin(bytes));
    }
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        parseHparamsPlugin(new Uint8Array(bytes));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("__proto__ is a setting like others, and NaN a text", () => {
    // session_start_info { hparams { key: "__proto__" value { number_value: NaN } } }
    const nan = [0x12, 0x09, 0x11, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
    const entry = [0x0a, 9, ...new TextEncoder().encode("__proto__"), ...nan];
    const start = [0x0a, entry.length, ...entry];
    const hparams = parseHparamsPlugin(new Uint8Array([0x1a, start.length, ...start]))?.hparams ?? {};
    expect(Object.entries(hparams)).toEqual([["__proto__", "NaN"]]);
  });
});
