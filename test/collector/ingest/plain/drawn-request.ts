import { CALL_NAMES } from "tiltmeter/ingest/dialects/tiltmeter-call";

/** Numbers in [0, 1). */
export type Random = () => number;

/**
 * Requests of logs as bytes, mostly of predictions as our SDK writes them, with whatever else protobuf allows here and
 * there: any order of fields, fields that nobody knows, values twice or before their key, both layouts of features,
 * limits broken, text that is none. A group may have its resource twice, which protobuf merges, where that is
 * not left out.
 */
export function drawnRequest(random: Random, of = { isResourceSplit: true }): Buffer {
  const draw = drawing(random, [0.001, 0.01, 0.04][Math.floor(random() * 3)] ?? 0);
  const groups = draw.some(1 + draw.below(draw.rarely() ? 3 : 1), () => group(draw, of));
  return Buffer.concat(groups.map((bytes) => inside(0x0a, bytes)));
}

/** The same with some bytes changed, cut out, repeated or put in. */
export function mutated(body: Buffer, random: Random): Buffer {
  const draw = drawing(random, 0);
  let bytes = Buffer.from(body);
  for (let changes = 1 + draw.below(3); changes > 0; changes -= 1) {
    const at = draw.below(bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const kind = draw.below(6);
    if (kind === 0) bytes = Buffer.from(before);
    else if (kind === 1) bytes = Buffer.concat([before, after.subarray(draw.below(12))]);
    else if (kind === 2) bytes = Buffer.concat([before, after.subarray(0, draw.below(12)), after]);
    else if (kind === 3) bytes = Buffer.concat([before, Buffer.from([draw.below(256)]), after]);
    else if (at < bytes.length) {
      bytes[at] = kind === 4 ? (bytes[at] ?? 0) ^ (1 << draw.below(8)) : draw.below(256);
    }
  }
  return bytes;
}

interface Drawing {
  readonly below: (limit: number) => number;
  readonly rarely: () => boolean;
  readonly often: () => boolean;
  readonly of: <Item>(items: readonly Item[]) => Item;
  readonly some: <Item>(count: number, make: () => Item) => Item[];
  readonly mixed: <Item>(items: readonly Item[]) => readonly Item[];
}

/** `rate`: how often what is rare is drawn. */
function drawing(random: Random, rate: number): Drawing {
  const below = (limit: number): number => Math.floor(random() * limit);
  return {
    below,
    rarely: () => random() < rate,
    often: () => random() < 1 - 5 * rate,
    of: (items) => items[below(items.length)] as (typeof items)[number], // none is empty
    some: (count, make) => Array.from({ length: count }, make),
    mixed: (items) => {
      const left = [...items];
      return items.flatMap(() => left.splice(below(left.length), 1));
    },
  };
}

const WORDS = [
  ...["", "yes", "no", "true", "false", "ok", "error", "classification", "regression", "credit"],
  ...[
    "größe",
    "💥",
    "naïve",
    "x".repeat(70),
    "y".repeat(300),
    "constructor",
    "__proto__",
    "\u0000",
  ],
  ...[
    "a",
    "b",
    "ab",
    "abc",
    "abcd",
    "abcde",
    "unknown_service",
    "aims.prediction",
    "1",
    "2.5",
    "NaN",
  ],
];
const NAMES = [
  ...[
    "income",
    "age",
    "purpose",
    "n0",
    "n1",
    "n2",
    "n3",
    "c0",
    "c1",
    "c2",
    "größe",
    "Ω",
    "💥",
    "\ufb01",
  ],
  ...["a", "b", "__proto__", "z".repeat(260), "", "10", "9", "prototype"],
];
const TEXTS = [
  ...["aims.prediction.label", "aims.model.name", "aims.model.version", "aims.model.supplier"],
  ...["aims.model.digest", "aims.prediction.subject", "error.type"],
  ...["aims.prediction.task", "aims.prediction.status"],
];
const NUMBERS = [
  "aims.prediction.score",
  "aims.prediction.value",
  "aims.prediction.latency",
  "aims.seq",
];
const SENDERS = [
  ...["aims.system.id", "service.name", "aims.system.version", "service.version"],
  ...["deployment.environment.name", "aims.producer.id"],
];
const OTHERS = [
  "event.name",
  "custom",
  "aims.prediction.features.",
  "aims.prediction",
  "",
  ...CALL_NAMES,
];

function group(draw: Drawing, of: { readonly isResourceSplit: boolean }): Buffer {
  const resource = () => {
    const names = draw
      .mixed([...SENDERS, "aims.model.name", "host.name"])
      .slice(0, 1 + draw.below(4));
    const attributes = names.map((name) => {
      const value = draw.rarely()
        ? anyValue(draw)
        : text(draw.of(["credit", "spam", "1", "", "p-7"]));
      return inside(0x0a, keyValue(draw, name, value));
    });
    return inside(0x0a, ...attributes, unknown(draw));
  };
  const scope = () => {
    const records = draw.some(draw.below(draw.rarely() ? 9 : 4), () => inside(0x12, record(draw)));
    const named = inside(0x0a, inside(0x0a, Buffer.from("a scope")));
    return inside(0x12, ...draw.mixed([named, ...records, unknown(draw)]));
  };
  const parts = [
    ...(draw.often() ? [resource()] : []),
    ...draw.some(1 + draw.below(2), scope),
    ...(of.isResourceSplit && draw.rarely() ? [resource()] : []),
  ];
  return Buffer.concat(draw.rarely() ? draw.mixed(parts) : parts);
}

function record(draw: Drawing): Buffer {
  const named = (of: string): Buffer => inside(0x62, Buffer.from(of));
  const event = draw.rarely()
    ? draw.of([
        "aims.outcome",
        "aims.heartbeat",
        "gen_ai.choice",
        "",
        "aims.predicton",
        "x".repeat(33_000),
      ])
    : "aims.prediction";
  const fields = [named(event)];
  if (draw.rarely()) fields.push(named(draw.of(["aims.prediction", "aims.score"])));
  if (!draw.rarely()) fields.push(time(draw, 0x09));
  if (draw.rarely()) fields.push(time(draw, 0x59));
  if (draw.below(3) > 0) fields.push(inside(0x4a, bytes(draw, draw.rarely() ? 15 : 16)));
  if (draw.below(3) > 0) fields.push(inside(0x52, bytes(draw, draw.rarely() ? 9 : 8)));
  if (draw.rarely()) fields.push(Buffer.from([0x45, 1, 0, 0, 0]));
  for (const attribute of attributes(draw)) fields.push(inside(0x32, attribute));
  if (draw.rarely()) {
    const more = draw.some(120 + draw.below(12), () =>
      keyValue(draw, `more${draw.below(99)}`, text("x")),
    );
    fields.push(...more.map((each) => inside(0x32, each)));
  }
  fields.push(unknown(draw));
  return Buffer.concat(draw.below(4) === 0 ? draw.mixed(fields) : fields);
}

function* attributes(draw: Drawing): Iterable<Buffer> {
  if (!draw.rarely()) {
    const id = draw.often() ? `p-${draw.below(1e6)}` : draw.of(WORDS);
    yield keyValue(draw, "aims.prediction.id", draw.rarely() ? anyValue(draw) : text(id));
  }
  for (const name of TEXTS) {
    if (draw.below(3) > 0) continue;
    const isOneOf = name.endsWith("task") || name.endsWith("status");
    const word = isOneOf ? draw.of(["ok", "error", "classification", ""]) : draw.of(WORDS);
    yield keyValue(draw, name, draw.rarely() ? anyValue(draw) : text(word));
  }
  for (const name of NUMBERS) {
    if (draw.below(2) > 0) continue;
    const value =
      draw.below(2) === 0 ? double(draw.of([0, -0, 0.5, 1, 7])) : whole(BigInt(draw.below(2e6)));
    yield keyValue(draw, name, draw.rarely() ? anyValue(draw) : value);
  }
  if (draw.rarely())
    yield keyValue(draw, draw.of(SENDERS), draw.of([text("spam"), text("own"), anyValue(draw)]));
  if (draw.rarely()) yield keyValue(draw, draw.of(OTHERS), anyValue(draw));
  if (draw.rarely()) yield keyValue(draw, draw.of([...TEXTS, ...NUMBERS]), text("ok"));
  yield* parts(draw, "aims.prediction.features", draw.below(12));
  yield* parts(draw, "aims.prediction.segment", draw.below(3));
}

/** Features or segments in either layout, or some in both. */
function* parts(draw: Drawing, name: string, count: number): Iterable<Buffer> {
  const isSegment = name.endsWith("segment");
  const names = draw.mixed(NAMES.slice(0, draw.rarely() ? NAMES.length : 14)).slice(0, count);
  const dotted = draw.below(3);
  const pairs: Buffer[] = [];
  for (const each of draw.rarely() ? [...names, ...names.slice(0, 1)] : names) {
    const value = draw.rarely() ? anyValue(draw) : isSegment ? text(draw.of(WORDS)) : leaf(draw);
    if (dotted === 0 || (dotted === 1 && draw.rarely()))
      yield keyValue(draw, `${name}.${each}`, value);
    else pairs.push(inside(0x0a, keyValue(draw, each, value)));
  }
  if (pairs.length > 0 || draw.rarely())
    yield keyValue(draw, name, inside(0x32, ...pairs, unknown(draw)));
}

function keyValue(draw: Drawing, key: string, value: Buffer): Buffer {
  const [name, said] = [inside(0x0a, Buffer.from(key)), inside(0x12, value)];
  if (!draw.rarely()) return Buffer.concat([name, said]);
  return draw.of([
    Buffer.concat([said, name]),
    name,
    said,
    Buffer.concat([name, said, inside(0x12, anyValue(draw))]),
    Buffer.concat([name, said, unknown(draw)]),
    Buffer.concat([name, name, said]),
  ]);
}

function leaf(draw: Drawing): Buffer {
  switch (draw.below(7)) {
    case 0:
      return text(draw.of(WORDS));
    case 1:
      return Buffer.from([0x10, draw.below(2)]);
    case 2:
      return whole(BigInt(draw.below(1e9)) * draw.of([1n, -1n, 7n, 1_000_003n]));
    case 3:
      return Buffer.alloc(0);
    default:
      return double(draw.of([draw.below(1e6) / 7, 1, 0, -0, 1e300, Number.NaN, -Infinity, 5e-324]));
  }
}

function anyValue(draw: Drawing): Buffer {
  switch (draw.below(12)) {
    case 0:
      return inside(0x2a, inside(0x0a, leaf(draw)), inside(0x0a, leaf(draw)));
    case 1:
      return inside(0x32, inside(0x0a, keyValue(draw, draw.of(NAMES), leaf(draw))));
    case 2:
      return inside(0x3a, bytes(draw, draw.below(9)));
    case 3:
      return Buffer.concat([leaf(draw), leaf(draw)]);
    case 4:
      return text("v".repeat(32_760 + draw.below(16)));
    case 5:
      return inside(0x0a, bytes(draw, draw.below(6)));
    case 6:
      return whole(
        draw.of([2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n) + 1n, -(2n ** 53n), 2n ** 63n - 1n, -1n]),
      );
    case 7:
      return Buffer.concat([leaf(draw), unknown(draw)]);
    default:
      return leaf(draw);
  }
}

function time(draw: Drawing, tag: number): Buffer {
  const nanos = draw.often()
    ? 1_795_469_025_213_456_789n + BigInt(draw.below(2e9)) * 997n
    : draw.of([
        0n,
        1n,
        499n,
        500n,
        10n ** 9n,
        2n ** 63n,
        2n ** 64n - 1n,
        8_993_721_599_999_999_999n,
      ]);
  const field = Buffer.alloc(9, tag);
  field.writeBigUInt64LE(nanos, 1);
  return field;
}

function bytes(draw: Drawing, size: number): Buffer {
  const isZero = draw.rarely();
  return Buffer.from(draw.some(size, () => (isZero ? 0 : draw.below(256))));
}

/** Fields that none of these messages has, of every type that may be skipped. */
function unknown(draw: Drawing): Buffer {
  if (!draw.rarely()) return Buffer.alloc(0);
  const varint = [0x98, 6, 0x96, 1];
  const fixed64 = [0x99, 6, 1, 2, 3, 4, 5, 6, 7, 8];
  return Buffer.from(
    draw.of([varint, fixed64, [0x9a, 6, 2, 0, 1], [0x9d, 6, 1, 2, 3, 4], [0x6a, 1, 7], [0x78, 0]]),
  );
}

function text(of: string): Buffer {
  return inside(0x0a, Buffer.from(of));
}

function double(of: number): Buffer {
  const field = Buffer.alloc(9, 0x21);
  field.writeDoubleLE(of, 1);
  return field;
}

function whole(of: bigint): Buffer {
  const field = [0x18];
  let rest = BigInt.asUintN(64, of);
  for (; rest > 127n; rest >>= 7n) field.push(Number(rest & 127n) | 128);
  return Buffer.from([...field, Number(rest)]);
}

/** A length-delimited field around its parts. */
export function inside(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const header = [tag];
  let rest = size;
  for (; rest > 127; rest >>>= 7) header.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([...header, rest]), ...parts]);
}
