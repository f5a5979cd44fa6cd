import type { IncomingMessage } from "node:http";
import type { Context } from "hono";
import { BodyTooLarge, BodyUnreadable, Busy } from "./body-error.ts";
import type { BodyMemory } from "./body-memory.ts";
import type { Reservation } from "./byte-budget.ts";
import { gunzip } from "./gunzip.ts";

export interface BodyLimits {
  readonly wireBytesMax: number;
  readonly decodedBytesMax: number;
}

interface BodyReading {
  readonly encoding: "identity" | "gzip";
  readonly limits: BodyLimits;
  readonly reservation: Reservation;
  readonly memory?: BodyMemory;
}

/** 4 MiB and 16 MiB: stock exporters send 512 records, about half a mebibyte. */
export const INGEST_BODY: BodyLimits = { wireBytesMax: 4_194_304, decodedBytesMax: 16_777_216 };

/** What a chunked body holds before it shows its size: most are smaller. */
const UNDECLARED_BYTES = 262_144;
/** How much of a refused body is still read, so that the answer reaches a client that is sending. */
const DRAIN_BYTES_MAX = 1_048_576;
const DRAIN_MS_MAX = 250;

/**
 * Reads a request's body, counting bytes as they arrive, and decompresses it.
 *
 * Straight from Node's request where there is one. Holds `reservation` at the bytes in hand; a body
 * that declares its length is refused before it is read. It may lie in `memory`, to which it can be given
 * back. Throws `BodyTooLarge`, `BodyUnreadable` and `Busy`.
 */
export async function readBody(c: Context, of: BodyReading): Promise<Buffer> {
  const { encoding, limits, reservation } = of;
  const wire = await readWire(c, of);
  const body =
    encoding === "identity"
      ? wire
      : await gunzip(wire, {
          outputBytesMax: limits.decodedBytesMax,
          hold: (bytes) => reservation.resize(wire.length + bytes),
        });
  reservation.resize(body.length);
  return body;
}

async function readWire(c: Context, of: BodyReading): Promise<Buffer> {
  const { reservation, memory } = of;
  const bytesMax = of.limits.wireBytesMax;
  const declared = Number(c.req.header("content-length") ?? Number.NaN);
  const chunks = chunksOf(c);
  if (declared > bytesMax) {
    await drain(chunks);
    throw tooLarge(bytesMax, declared);
  }
  hold(reservation, Number.isNaN(declared) ? UNDECLARED_BYTES : declared);
  let held = Number.isNaN(declared) ? UNDECLARED_BYTES : declared;
  const parts: Uint8Array[] = [];
  // What declares its length is put together as it arrives. Room for it is made no sooner than something does.
  let whole: Buffer | null = null;
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await chunks.next();
      if (done === true) break;
      bytes += value.length;
      if (bytes > bytesMax) {
        parts.length = 0;
        whole = null;
        await drain(chunks);
        throw tooLarge(bytesMax, null);
      }
      if (bytes > held) {
        held = Math.min(bytesMax, Math.max(bytes, held * 2));
        hold(reservation, held);
      }
      if (bytes <= declared) {
        whole ??= memory?.take(declared) ?? Buffer.allocUnsafeSlow(declared);
        whole.set(value, bytes - value.length);
        continue;
      }
      if (whole !== null) parts.push(whole.subarray(0, bytes - value.length));
      whole = null;
      parts.push(value);
    }
  } catch (error) {
    if (error instanceof BodyTooLarge || error instanceof Busy) throw error;
    throw new BodyUnreadable("the body broke off before its end", { cause: error });
  }
  return whole === null ? Buffer.concat(parts, bytes) : whole.subarray(0, bytes);
}

function hold(reservation: Reservation, bytes: number): void {
  const refused = reservation.resize(bytes);
  if (refused !== null) throw new Busy(refused);
}

function tooLarge(bytesMax: number, declared: number | null): BodyTooLarge {
  const got = declared === null ? "more" : String(declared);
  return new BodyTooLarge(
    `a body has at most ${bytesMax} bytes on the wire, got ${got}; send smaller batches`,
  );
}

/** How long a request's body may declare itself to be in bytes; null where it does not say. */
export function declaredBytes(c: Context): number | null {
  const text = c.req.header("content-length");
  return text === undefined ? null : Number(text);
}

function chunksOf(c: Context): AsyncIterator<Uint8Array> {
  const incoming = incomingOf(c);
  // Left undestroyed on return: the answer still has to leave by the same socket.
  if (incoming !== null) return incoming.iterator({ destroyOnReturn: false });
  const stream = c.req.raw.body;
  return stream === null ? empty() : stream[Symbol.asyncIterator]();
}

async function* empty(): AsyncGenerator<Uint8Array> {}

/** Node's own request, where the app is served by `@hono/node-server`. */
function incomingOf(c: Context): IncomingMessage | null {
  const env: unknown = c.env;
  if (typeof env !== "object" || env === null || !("incoming" in env)) return null;
  return env.incoming as IncomingMessage; // what @hono/node-server's bindings say it is
}

async function drain(chunks: AsyncIterator<Uint8Array>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DRAIN_MS_MAX);
  });
  let bytes = 0;
  while (bytes <= DRAIN_BYTES_MAX) {
    // A client that breaks off has read its answer or never will.
    const next = await Promise.race([chunks.next().catch(() => null), late]);
    if (next === null || next.done === true) break;
    bytes += next.value.length;
  }
  clearTimeout(timer);
}
