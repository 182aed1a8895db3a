/** The part of a run's output that is held and shown: a stretch of its bytes, and the lines in it. Pure. */

/** Bytes from `start` on; `size`: of the whole output. Never more than `MOST_BYTES`, however long the output is. */
export interface ConsoleWindow {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly size: number;
}

export interface ConsoleLine {
  /** Byte at which it begins. */
  readonly at: number;
  /** Its last state: what was overwritten after a carriage return is gone. Escape sequences for colours are left in. */
  readonly text: string;
  /** Colours that lines before have switched on, as escape sequences. */
  readonly before: string;
}

export const MOST_BYTES = 1024 * 1024;
/** More of one line is not drawn. */
export const LONGEST_LINE = 4000;

export const NOTHING_HELD: ConsoleWindow = { start: 0, bytes: new Uint8Array(), size: 0 };

/** `held` with `part` joined to it where they meet; what is too much falls off at the other end. Without a place to meet, `part` alone. */
export function join(held: ConsoleWindow, part: ConsoleWindow): ConsoleWindow {
  const end = held.start + held.bytes.length;
  const partEnd = part.start + part.bytes.length;
  if (part.size < held.size) return part; // shorter than before: it is another text
  if (part.bytes.length === 0) return { ...held, size: part.size };
  if (part.start > end || partEnd < held.start) return part;
  if (partEnd >= end) {
    const all = concat(held.bytes.subarray(0, part.start - held.start < 0 ? 0 : part.start - held.start), part.bytes);
    const start = Math.min(held.start, part.start);
    const over = Math.max(0, all.length - MOST_BYTES);
    return { start: start + over, bytes: all.subarray(over), size: part.size };
  }
  if (part.start >= held.start) return { ...held, size: part.size };
  const all = concat(part.bytes, held.bytes.subarray(partEnd - held.start));
  return { start: part.start, bytes: all.subarray(0, MOST_BYTES), size: part.size };
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

const LINE_END = 10;

/** The lines in `window`. One that began before it is left out, if another begins in it. */
export function linesOf({ start, bytes }: ConsoleWindow): readonly ConsoleLine[] {
  const decoder = new TextDecoder();
  const lines: ConsoleLine[] = [];
  const firstEnd = start === 0 ? -1 : bytes.indexOf(LINE_END);
  let before = "";
  for (let from = firstEnd + 1; from < bytes.length; ) {
    const found = bytes.indexOf(LINE_END, from);
    const end = found < 0 ? bytes.length : found;
    const raw = decoder.decode(bytes.subarray(from, end));
    lines.push({ at: start + from, text: lastState(raw), before });
    before = coloursAfter(before, raw);
    from = end + 1;
  }
  return lines;
}

/** What a terminal shows of a line that went back to its beginning: progress bars do so at every step. */
function lastState(raw: string): string {
  const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  const state = text.slice(text.lastIndexOf("\r") + 1);
  return printable(state.length > LONGEST_LINE ? `${state.slice(0, LONGEST_LINE)}…` : state);
}

const ESCAPE = "\u001b";
/** Moving the cursor and clearing means nothing here; colours (`m`) stay. */
const OTHER_SEQUENCE = new RegExp(`${ESCAPE}(?:\\[[0-9;?]*[A-Za-ln-z]|\\][^\\u0007]*(?:\\u0007|$)|[()][A-Z0-9])`, "g");
const COLOUR = new RegExp(`${ESCAPE}\\[([0-9;]*)m`, "g");
const MOST_COLOURS = 8;

const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the screen
  text.replace(OTHER_SEQUENCE, "").replace(/[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g, "·");

function coloursAfter(before: string, raw: string): string {
  if (!raw.includes(ESCAPE)) return before;
  let open: string[] = before === "" ? [] : [before];
  for (const [sequence, codes = ""] of raw.matchAll(COLOUR)) {
    if (codes === "" || /(^|;)0?$/.test(codes)) open = [];
    else open.push(sequence);
  }
  return open.slice(-MOST_COLOURS).join("");
}
