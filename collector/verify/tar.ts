import { memberPathFault } from "./member-path.ts";

/**
 * The tar (POSIX ustar) of a package has one spelling: plain files only, sorted, owner 0, mode 0644,
 * time 0, and two empty blocks at the end. So every byte of it follows from the members, and a
 * reader refuses whatever else a tar may hold (links, folders, long names, devices).
 */

/** The header of one member. The path is one that `memberPathFault` lets pass; at most 8 GiB. */
export function tarHeader(path: string, bytes: number): Uint8Array {
  if (bytes > BYTES_MAX) throw new RangeError(`a member has at most ${BYTES_MAX} bytes in a tar`);
  const cut = path.length <= NAME_BYTES ? -1 : path.lastIndexOf("/");
  const header = Buffer.alloc(BLOCK);
  header.write(path.slice(cut + 1), 0, "latin1");
  header.write("0000644\0", 100, "latin1");
  header.write("0000000\0", 108, "latin1");
  header.write("0000000\0", 116, "latin1");
  header.write(`${bytes.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  header.write("00000000000\0", 136, "latin1");
  header.write("        ", 148, "latin1"); // the checksum counts itself as spaces
  header.write("0", 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  if (cut > 0) header.write(path.slice(0, cut), 345, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

/** Zeros up to the next block. */
export function tarPadding(bytes: number): Uint8Array {
  return new Uint8Array((BLOCK - (bytes % BLOCK)) % BLOCK);
}

/** Two empty blocks. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * BLOCK);
}

/** Where one member lies in a tar. */
export interface TarPlace {
  readonly path: string;
  /** Of its content, from the beginning of the file. */
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Reads the list of members. `read` gives the bytes at an offset, fewer at the end of the file.
 * Throws an `Error` that names the byte where the tar is not the one that its members have.
 */
export async function readTar(
  read: (offset: number, bytes: number) => Promise<Uint8Array>,
  size: number,
): Promise<readonly TarPlace[]> {
  const places: TarPlace[] = [];
  let at = 0;
  for (;;) {
    const header = await read(at, BLOCK);
    if (header.length < BLOCK)
      throw new Error(`the tar ends at byte ${at + header.length}, within a header`);
    if (header.every((byte) => byte === 0)) break;
    const place = placeOf(header, at);
    if (places.length >= PLACES_MAX) throw new Error(`a tar has at most ${PLACES_MAX} members`);
    const before = places.at(-1);
    if (before !== undefined && before.path >= place.path) {
      throw new Error(
        `byte ${at}: members are sorted by path, got ${place.path} after ${before.path}`,
      );
    }
    const end = place.offset + place.bytes;
    const padding = tarPadding(place.bytes).length;
    if (end + padding > size)
      throw new Error(`byte ${at}: ${place.path} goes beyond the end of the tar`);
    const found = await read(end, padding);
    const stray = found.findIndex((byte) => byte !== 0);
    if (stray !== -1) throw new Error(`byte ${end + stray}: zeros follow ${place.path}`);
    places.push(place);
    at = end + padding;
  }
  const end = await read(at, 3 * BLOCK);
  const stray = end.findIndex((byte) => byte !== 0);
  if (stray !== -1 || end.length !== 2 * BLOCK || at + 2 * BLOCK !== size) {
    throw new Error(
      `byte ${at + Math.max(stray, 0)}: a tar ends with two empty blocks and nothing more`,
    );
  }
  return places;
}

function placeOf(header: Uint8Array, at: number): TarPlace {
  const text = (from: number, length: number): string => {
    const field = Buffer.from(header.subarray(from, from + length)).toString("latin1");
    const end = field.indexOf("\0");
    return end === -1 ? field : field.slice(0, end);
  };
  const [name, folder, octal] = [text(0, 100), text(345, 155), text(124, 12)];
  const path = folder === "" ? name : `${folder}/${name}`;
  const bytes = /^[0-7]{11}$/.test(octal) ? Number.parseInt(octal, 8) : Number.NaN;
  const fault = memberPathFault(path);
  if (fault !== null) throw new Error(`byte ${at}: ${fault}`);
  if (Number.isNaN(bytes)) throw new Error(`byte ${at}: the size of ${path} is no octal number`);
  // Whatever the header says beyond path and size must be what this format always says.
  const expected = tarHeader(path, bytes);
  const differs = expected.findIndex((byte, i) => byte !== header[i]);
  if (differs !== -1) {
    throw new Error(
      `byte ${at + differs}: the header of ${path} is none of a package (plain files only)`,
    );
  }
  return { path, offset: at + BLOCK, bytes };
}

const BLOCK = 512;
const NAME_BYTES = 100;
const BYTES_MAX = 0o77777777777;
const PLACES_MAX = 300_002;
