import { createGunzip, gunzipSync } from "node:zlib";
import { BodyTooLarge, BodyUnreadable, Busy } from "./body-error.ts";
import type { Refused } from "./byte-budget.ts";

/** Telemetry compresses 10 to 60 times; beyond 256 times, and beyond the first mebibyte, it is a bomb. */
const RATIO_MAX = 256;
const RATIO_FREE_BYTES = 1_048_576;
/** Output of which half a millisecond of this thread is less than the way to another and back. */
const AT_ONCE_BYTES_MAX = 1_048_576;
const CHUNK_BYTES_MIN = 1_024;
const CHUNK_BYTES_MAX = 262_144;

/**
 * Decompresses gzip, counting what comes out; stops at `outputBytesMax`, at 256 times the input, or
 * where `hold` refuses. All members of the body count together.
 */
export function gunzip(
  wire: Buffer,
  of: {
    readonly outputBytesMax: number;
    /** Asks for room for this many bytes of output. */
    readonly hold: (bytes: number) => Refused | null;
  },
): Promise<Buffer> {
  const said = saidBytes(wire);
  const isSmall = said <= Math.min(AT_ONCE_BYTES_MAX, of.outputBytesMax);
  if (isSmall && of.hold(said) === null) {
    const output = atOnce(wire, said);
    if (output !== null) return Promise.resolve(output);
  }
  return inSteps(wire, of);
}

/** What the trailer says that the output is, modulo 2^32; it may lie. */
function saidBytes(wire: Buffer): number {
  return wire.length < 4 ? 0 : wire.readUInt32LE(wire.length - 4);
}

/** The output of a body that is as small as it says; null of any other, and of what is not valid. */
function atOnce(wire: Buffer, bytes: number): Buffer | null {
  try {
    // A byte more than is needed, or another step would look for what comes after the last.
    const chunkSize = Math.max(CHUNK_BYTES_MIN, bytes + 1);
    const output = gunzipSync(wire, { chunkSize, maxOutputLength: Math.max(1, bytes) });
    return output.length === bytes ? output : null;
  } catch {
    return null;
  }
}

function inSteps(wire: Buffer, of: Parameters<typeof gunzip>[1]): Promise<Buffer> {
  const ratioBytesMax = Math.max(RATIO_FREE_BYTES, wire.length * RATIO_MAX);
  const bytesMax = Math.min(of.outputBytesMax, ratioBytesMax);
  return new Promise((resolve, reject) => {
    const stream = createGunzip({ chunkSize: chunkBytes(wire) });
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stop = (error: Error): void => {
      chunks.length = 0;
      stream.destroy();
      reject(error);
    };
    stream.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      const refused = bytes > bytesMax ? null : of.hold(bytes);
      if (bytes > bytesMax) stop(tooLarge(bytesMax, wire.length));
      else if (refused !== null) stop(new Busy(refused));
      else chunks.push(chunk);
    });
    stream.on("error", (cause) => {
      stop(new BodyUnreadable(`the body is not valid gzip: ${cause.message}`, { cause }));
    });
    stream.on("end", () => resolve(Buffer.concat(chunks, bytes)));
    stream.end(wire);
  });
}

function tooLarge(bytesMax: number, wireBytes: number): BodyTooLarge {
  return new BodyTooLarge(
    `a body of ${wireBytes} bytes decompresses to at most ${bytesMax} bytes, got more; send smaller batches`,
  );
}

function chunkBytes(wire: Buffer): number {
  return Math.min(CHUNK_BYTES_MAX, Math.max(CHUNK_BYTES_MIN, saidBytes(wire)));
}
