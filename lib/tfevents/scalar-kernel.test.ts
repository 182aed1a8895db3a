/** The kernel must never be told from the TypeScript reader by its answers. */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type EventSpec, eventFile, frame, type ScalarForm, scalar } from "../../fixtures/builders/event-file.ts";
import { EventReader } from "./event-reader.ts";
import { ScalarEvents } from "./scalar-events.ts";
import { type ScalarKernel, scalarKernel } from "./scalar-kernel.ts";

function theKernel(): ScalarKernel {
  const kernel = scalarKernel();
  if (kernel === null) throw new Error("no WebAssembly here");
  return kernel;
}

type Column = readonly [kind: string, ...numbers: number[]];
interface Outcome {
  readonly looks: readonly { readonly done: number; readonly series: readonly Column[][]; readonly tags: string[] }[];
  readonly problems: unknown;
  readonly state: unknown;
}

interface Look {
  /** Of the file at that time. */
  readonly length: number;
  /** The points are taken away afterwards. */
  readonly isLast: boolean;
  /** Too much is to be read at once for the kernel's own bytes. */
  readonly isElsewhere: boolean;
}

/** A reader that is shown a growing file: `bytes` up to the first cut, then what is left over and up to the next one, … */
class Follower {
  private readonly reader = EventReader.open();
  private readonly looks: Outcome["looks"][number][] = [];
  private offset = 0;

  constructor(
    private readonly file: Uint8Array,
    /** Where pieces are put to be read; null: into bytes of their own, which the kernel does not read. */
    private readonly input: Uint8Array<ArrayBuffer> | null,
  ) {}

  look({ length, isLast, isElsewhere }: Look): void {
    if (length < this.offset) return;
    const piece = this.file.slice(this.offset, length);
    const input = isElsewhere ? null : this.input;
    input?.set(piece);
    const done = this.reader.read(input ?? piece, piece.length, this.offset);
    this.offset += done;
    if (!isLast) return;
    const pending = this.reader.pending();
    this.looks.push({
      done,
      tags: pending.map(({ tag }) => tag),
      series: pending.map(({ series: { length: n, steps, wallTimes, values } }) =>
        [steps, wallTimes, values].map((column) => [column.constructor.name, ...column.subarray(0, n)] as const),
      ),
    });
    this.reader.clear();
  }

  outcome(): Outcome {
    return { looks: this.looks, problems: this.reader.problems(), state: this.reader.state() };
  }
}

const forms: readonly ScalarForm[] = [
  "simple",
  "simple",
  { tensor: "float", in: "content" },
  { tensor: "float", in: "list" },
  { tensor: "double", in: "list" },
  { tensor: "half", in: "content" },
];

/** What one tag of a writer does, step after step. */
const habit = fc.record({
  tag: fc.oneof(
    fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" }),
    fc.constantFrom("a", "b", "b/scalar_summary"),
  ),
  form: fc.constantFrom(...forms),
  plugin: fc.constantFrom(undefined, undefined, null),
  from: fc.constantFrom(0, 0, 1, 100, 16_000, 2 ** 21 - 100, 2 ** 28 - 100, 2 ** 31 - 100, 2 ** 53 - 100, -50),
  every: fc.constantFrom(0, 1, 1, 7, 130),
  wallTime: fc.constantFrom(1.7e9, 1.7e9, 0, -0, -1e9, 1e300),
  odd: fc.record({
    wallTime: fc.constantFrom(Number.NaN, -Infinity, 1.6e9),
    value: fc.constantFrom(Number.NaN, Infinity, 0.1),
  }),
  oddEvery: fc.integer({ min: 20, max: 500 }),
});

const others: fc.Arbitrary<EventSpec> = fc.constantFrom<EventSpec>(
  { rawFields: new Uint8Array([0x9a, 1, 3, 1, 2, 3]) },
  { scalars: [] },
  {
    step: 3,
    scalars: [
      { tag: "a", value: 1 },
      { tag: "b", value: 2 },
    ],
  },
  { step: 4, rawFields: new Uint8Array([0x07]) },
  { sessionStart: true, step: 9 },
);

/** Files as writers make them, long enough for the kernel to have something to do, with other events in between. */
const files = fc
  .record({
    habits: fc.array(habit, { minLength: 1, maxLength: 6 }),
    rounds: fc.integer({ min: 50, max: 200 }),
    others: fc.array(fc.tuple(fc.nat(1000), others), { maxLength: 5 }),
  })
  .map(({ habits, rounds, others: between }) => {
    const events: EventSpec[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const { tag, form, plugin, from, every, wallTime, odd, oddEvery } of habits) {
        const isOdd = events.length % oddEvery === oddEvery - 1;
        const step = BigInt(from) + BigInt(round * every);
        const more = {
          form,
          wallTime: isOdd ? odd.wallTime : wallTime + round / 7,
          ...(plugin === null && round > 0 ? { plugin } : {}),
        };
        events.push(scalar(tag, step, isOdd ? odd.value : Math.fround(Math.sin(round)), more));
      }
      for (const [at, event] of between) if (at % rounds === round) events.push(event);
    }
    return eventFile(events);
  });

/** Places are parts of the file: 0 … 1. */
const place = fc.nat(9999).map((part) => part / 9999);
const damages = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("flip" as const), at: place, bits: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ kind: fc.constant("lost" as const), at: place, bytes: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ kind: fc.constant("zeros" as const), at: place, bytes: fc.integer({ min: 1, max: 90 }) }),
  ),
  { maxLength: 4 },
);

function damaged(file: Uint8Array, harm: typeof damages extends fc.Arbitrary<infer T> ? T : never): Uint8Array {
  let bytes = file.slice();
  for (const damage of harm) {
    const at = Math.floor(damage.at * (bytes.length - 1));
    if (damage.kind === "flip") bytes[at] ^= damage.bits;
    else if (damage.kind === "zeros") bytes.fill(0, at, at + damage.bytes);
    else bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + damage.bytes)]);
  }
  return bytes;
}

const cuts = fc.array(fc.record({ at: place, isLast: fc.boolean(), isElsewhere: fc.boolean() }), { maxLength: 4 });

function looksAt(file: Uint8Array, at: typeof cuts extends fc.Arbitrary<infer T> ? T : never): Look[] {
  const looks = at.map((cut) => ({ ...cut, length: Math.floor(cut.at * file.length) }));
  return [...looks.sort((a, b) => a.length - b.length), atEnd(file)];
}

const atEnd = ({ length }: Uint8Array): Look => ({ length, isLast: true, isElsewhere: false });

describe("the kernel", () => {
  it("gives what the TypeScript reader gives, for any file, damage and cuts", () => {
    fc.assert(
      fc.property(files, damages, cuts, (file, harm, at) => {
        const bytes = damaged(file, harm);
        const quick = new Follower(bytes, theKernel().input);
        const slow = new Follower(bytes, null);
        for (const look of looksAt(bytes, at)) for (const follower of [quick, slow]) follower.look(look);
        expect(quick.outcome()).toEqual(slow.outcome());
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("serves readers that take turns", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(files, cuts), { minLength: 2, maxLength: 3 }), (all) => {
        const followers = all.map(([file, at]) => ({
          quick: new Follower(file, theKernel().input),
          slow: new Follower(file, null),
          looks: looksAt(file, at),
        }));
        for (let turn = 0; turn < 5; turn++) {
          for (const { quick, slow, looks } of followers) {
            if (turn < looks.length) for (const follower of [quick, slow]) follower.look(looks[turn]);
          }
        }
        for (const { quick, slow } of followers) expect(quick.outcome()).toEqual(slow.outcome());
      }),
      { seed: 12, numRuns: 50 },
    );
  });

  it("notices every changed bit of a record that it knows", () => {
    const events = Array.from({ length: 400 }, (_, step) => scalar("loss", 1000 + step, 1 / step));
    const whole = eventFile(events);
    const known = recordAt(whole, 100);
    for (let bit = 0; bit < 8 * (known.end - known.start); bit++) {
      const bytes = whole.slice();
      bytes[known.start + (bit >> 3)] ^= 1 << (bit & 7);
      const quick = new Follower(bytes, theKernel().input);
      quick.look(atEnd(bytes));
      const { looks, problems } = quick.outcome();
      expect(looks[0]?.series[0]?.[0]?.length, `bit ${bit}`).toBe(events.length); // the kind of column, and one point less
      expect(problems, `bit ${bit}`).toHaveLength(1);
    }
  });
});

/** Where record `n` of `bytes` begins and ends. */
function recordAt(bytes: Uint8Array, n: number): { start: number; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let start = 0;
  for (let i = 0; i < n; i++) start += 16 + view.getUint32(start, true);
  return { start, end: start + 16 + view.getUint32(start, true) };
}

describe("how much of a file the kernel reads", () => {
  afterEach(() => vi.restoreAllMocks());

  const readInTypeScript = (file: Uint8Array): number => {
    const read = vi.spyOn(ScalarEvents.prototype, "read");
    new Follower(file, theKernel().input).look(atEnd(file));
    return read.mock.calls.length;
  };

  it("is all but the first record of each kind", () => {
    const events = Array.from({ length: 1000 }, (_, i) => scalar(`tag${i % 4}`, 200 + i, i));
    expect(readInTypeScript(eventFile(events))).toBe(1 + 4); // the version record, and four tags
  });

  it.each(["content", "list"] as const)("includes tensors of TensorFlow 2 with their number as %s", (place) => {
    const form: ScalarForm = { tensor: "float", in: place };
    const events = Array.from({ length: 1000 }, (_, i) => scalar("x", 200 + i, i, { form }));
    expect(readInTypeScript(eventFile(events))).toBe(2);
  });

  it("is nothing when there are more kinds of records than it can hold, and no point is lost", () => {
    const events = Array.from({ length: 5000 }, (_, i) => scalar(`tag${i}`, 1, i));
    expect(readInTypeScript(eventFile([...events, ...events]))).toBe(10_001);
  });

  it("is nothing of records longer than its templates", () => {
    const events = Array.from({ length: 200 }, (_, i) => scalar("long/".repeat(60), i, i));
    expect(readInTypeScript(eventFile(events))).toBe(201);
  });
});

it("hands over more points than its log holds", () => {
  const first = eventFile([scalar("x", 1, 1)]);
  const known = recordAt(first, 1);
  const record = first.slice(known.start, known.end);
  const { input } = theKernel();
  const times = Math.floor(input.length / record.length);
  const bytes = new Uint8Array(times * record.length);
  for (let i = 0; i < times; i++) bytes.set(record, i * record.length);
  const reader = EventReader.open();
  let points = 0;
  for (let look = 0; look * times < 700_000; look++) {
    input.set(bytes);
    expect(reader.read(input, bytes.length, look * bytes.length)).toBe(bytes.length);
    points += times;
  }
  expect(reader.pending()).toMatchObject([{ tag: "x", series: { length: points } }]);
  reader.clear();
});

it("reads a payload of nothing and bytes that are no records", () => {
  const bytes = Uint8Array.from([...frame(new Uint8Array(0)), ...new Uint8Array(20_000).fill(0x55)]);
  const quick = new Follower(bytes, theKernel().input);
  const slow = new Follower(bytes, null);
  for (const follower of [quick, slow]) follower.look(atEnd(bytes));
  expect(quick.outcome()).toEqual(slow.outcome());
});
