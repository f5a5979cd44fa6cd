import { inflateSync } from "node:zlib";

/**
 * The TrueType font that a WOFF 1.0 file packs (W3C WOFF File Format 1.0, section 4 and 5).
 *
 * Unpacked once, since a reader that unpacks a table for each glyph takes seconds a page. Throws
 * where the bytes are no WOFF.
 */
export function unpackWoff(woff: Uint8Array): Uint8Array {
  const from = Buffer.from(woff.buffer, woff.byteOffset, woff.byteLength);
  if (from.length < HEADER || from.toString("latin1", 0, 4) !== "wOFF") {
    throw new Error("the font is no WOFF 1.0 file");
  }
  const count = from.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = HEADER + i * 20;
    const [offset, packed, length] = [4, 8, 12].map((more) => from.readUInt32BE(at + more));
    const bytes = from.subarray(offset, (offset ?? 0) + (packed ?? 0));
    return {
      tag: from.subarray(at, at + 4),
      checksum: from.readUInt32BE(at + 16),
      bytes: packed === length ? bytes : inflateSync(bytes),
    };
  });
  const directory = Buffer.alloc(12 + 16 * count);
  from.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(count, 4);
  const power = 2 ** Math.floor(Math.log2(count));
  directory.writeUInt16BE(16 * power, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE(16 * (count - power), 10);
  const parts: Uint8Array[] = [directory];
  let offset = directory.length;
  for (const [i, { tag, checksum, bytes }] of tables.entries()) {
    const at = 12 + 16 * i;
    tag.copy(directory, at);
    directory.writeUInt32BE(checksum, at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(bytes.length, at + 12);
    const padding = (4 - (bytes.length % 4)) % 4;
    parts.push(bytes, Buffer.alloc(padding));
    offset += bytes.length + padding;
  }
  return Buffer.concat(parts);
}

const HEADER = 44;
