import { brotliCompressSync, gzipSync } from "node:zlib";

/** A body that is not what it seems, and what may be answered to it. */
export interface Bomb {
  readonly kind: string;
  readonly body: Buffer;
  readonly encoding: string;
  readonly type: string;
  /** Absent: as long as it is. */
  readonly declaredBytes?: number;
  readonly isChunked: boolean;
  readonly answers: readonly number[];
}

const MIB = 2 ** 20;
const zeros = (mebibytes: number): Buffer => gzipSync(Buffer.alloc(mebibytes * MIB), { level: 9 });
/** Made once: a thousand to one. */
const RATIO = [17, 64, 256].map(zeros);
const MEMBER = gzipSync(Buffer.alloc(10_240));
const MEBIBYTE = zeros(1);
const PLAIN = gzipSync(Buffer.from("hello, collector".repeat(1_000)));
const BROTLI = brotliCompressSync(Buffer.alloc(16 * MIB));
const DEEP_JSON = gzipSync(Buffer.from("[".repeat(8 * MIB)));
/** A list within a list, as far as bytes go: each level costs two to six. */
const DEEP_PROTOBUF = deepProtobuf(200_000);
const WIDE_PROTOBUF = gzipSync(Buffer.from("0a00".repeat(3 * MIB), "hex"));

type Draw = () => number;

const KINDS: Readonly<Record<string, (draw: Draw) => Partial<Bomb>>> = {
  "a thousand to one": (draw) => ({ body: pick(RATIO, draw), answers: [413] }),
  "gzip in gzip": (draw) => ({ body: gzipSync(pick(RATIO, draw)), answers: [400] }),
  "gzip in gzip, said twice": (draw) => ({
    ...{ body: gzipSync(pick(RATIO, draw)), encoding: "gzip, gzip", answers: [415] },
  }),
  "members one after the other": (draw) => ({
    body: Buffer.concat(new Array<Buffer>(2_000 + Math.floor(draw() * 3_000)).fill(MEMBER)),
    answers: [413],
  }),
  "a wrong sum": (draw) => ({ body: altered(PLAIN, PLAIN.length - 5 - Math.floor(draw() * 4)) }),
  "a length that lies": (draw) => ({ body: lying(draw() < 0.5 ? PLAIN : MEBIBYTE, draw) }),
  "cut off": (draw) => {
    const whole = pick(RATIO, draw);
    return {
      body: whole.subarray(0, Math.floor(draw() * (whole.length - 1))),
      answers: [400, 413],
    };
  },
  "nothing at all": () => ({ body: Buffer.alloc(0), answers: [200, 400] }),
  brotli: () => ({ body: BROTLI, encoding: "br", answers: [415] }),
  "brotli that is called gzip": () => ({ body: BROTLI }),
  noise: (draw) => ({
    body: Buffer.from(Array.from({ length: 4_096 }, () => Math.floor(draw() * 256))),
    encoding: draw() < 0.5 ? "gzip" : "identity",
  }),
  "a length beyond all bounds": (draw) => ({
    ...{
      body: PLAIN,
      declaredBytes: Math.floor(1e10 * (1 + draw())),
      isChunked: false,
      answers: [413],
    },
  }),
  "lists within lists": () => ({
    ...{ body: DEEP_JSON, type: "application/json", answers: [400, 413] },
  }),
  // Of an event that is nobody's here: it is passed by.
  "messages within messages": () => ({ body: DEEP_PROTOBUF, answers: [200, 400] }),
  "millions of nothing": () => ({ body: WIDE_PROTOBUF, answers: [400, 413] }),
};

/** The kinds that `bomb` draws from. */
export const BOMB_KINDS: readonly string[] = Object.keys(KINDS);

/** Draws one; `draw` is uniform in [0, 1). */
export function bomb(draw: Draw): Bomb {
  const kind = pick(BOMB_KINDS, draw);
  return {
    ...{ kind, body: PLAIN, encoding: "gzip", type: "application/x-protobuf" },
    ...{ isChunked: draw() < 0.5, answers: [400] },
    ...KINDS[kind]?.(draw),
  };
}

function pick<T>(of: readonly T[], draw: Draw): T {
  const found = of[Math.floor(draw() * of.length)];
  if (found === undefined) throw new Error("there is something to draw from");
  return found;
}

function altered(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x55;
  return copy;
}

/** The last four bytes say how long the output is. */
function lying(bytes: Buffer, draw: Draw): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(Math.floor(draw() * 2 ** 32), copy.length - 4);
  return copy;
}

/** An attribute whose value is a list of a list of … of a log record. */
function deepProtobuf(depth: number): Buffer {
  const parts: Buffer[] = [];
  let bytes = 0;
  const wrap = (field: number): void => {
    const head = Buffer.concat([Buffer.from([field * 8 + 2]), varint(bytes)]);
    parts.push(head);
    bytes += head.length;
  };
  for (let i = 0; i < depth; i += 1) {
    wrap(1); // ArrayValue.values
    wrap(5); // AnyValue.array_value
  }
  wrap(2); // KeyValue.value
  wrap(6); // LogRecord.attributes
  wrap(2); // ScopeLogs.log_records
  wrap(2); // ResourceLogs.scope_logs
  wrap(1); // resource_logs
  return gzipSync(Buffer.concat(parts.reverse()));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}
