import { createReadStream, type Dirent } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { MANIFEST_PATH, SIGNATURE_PATH } from "./manifest.ts";
import { readTar, type TarPlace } from "./tar.ts";

/** A package as bytes: what there is, before anything of it is believed. */
export interface PackageSource {
  /** Every plain file, by its path with `/`, with its size. */
  readonly files: ReadonlyMap<string, number>;
  /** What a package cannot hold: links, devices, empty folders. Its path, and what it is. */
  readonly strays: readonly { readonly path: string; readonly says: string }[];
  /** Why what there is cannot be taken apart into files; absent where it can. */
  readonly broken?: string;
  /** The bytes of a file, in parts. */
  readonly read: (path: string) => AsyncIterable<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** What was named is no package: there is nothing, or nothing that could be one. */
export class NoPackage extends Error {
  override readonly name = "NoPackage";
}

/** Opens a folder or a `.tar`. Follows no link. Throws `NoPackage`. */
export async function openPackage(path: string): Promise<PackageSource> {
  const found = await lstat(path).catch((cause: unknown) => {
    throw new NoPackage(`${path} cannot be read; name a package: a folder or a .tar`, { cause });
  });
  if (found.isDirectory()) return openFolder(path);
  if (found.isFile()) return openTar(path, found.size);
  throw new NoPackage(`${path} is neither a folder nor a file; name a package`);
}

async function openFolder(root: string): Promise<PackageSource> {
  const files = new Map<string, number>();
  const strays: { path: string; says: string }[] = [];
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    if (entries.length === 0 && folder !== "")
      strays.push({ path: folder, says: "an empty folder" });
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && path.split("/").length <= DEPTH_MAX) open.push(path);
      else if (entry.isFile()) files.set(path, (await lstat(join(root, path))).size);
      else strays.push({ path, says: whatIs(entry) });
      if (files.size + strays.length > FILES_MAX) {
        throw new Error(`a package has at most ${FILES_MAX} files; ${root} holds more`);
      }
    }
  }
  // One of them alone is a package from which something was taken.
  if (!files.has(MANIFEST_PATH) && !files.has(SIGNATURE_PATH)) {
    throw new NoPackage(`${root} has no ${MANIFEST_PATH}; name the folder that holds it`);
  }
  return {
    files,
    strays,
    read: (path) => createReadStream(join(root, ...path.split("/")), { highWaterMark: CHUNK }),
    close: async () => undefined,
  };
}

async function openTar(path: string, size: number): Promise<PackageSource> {
  const file = await open(path, "r");
  try {
    const begin = await readAt(file, 0, 4);
    if (begin[0] === 0x50 && begin[1] === 0x4b) {
      throw new NoPackage(
        `${path} is a zip; unpack it and name the folder that holds ${MANIFEST_PATH}`,
      );
    }
    if (begin[0] === 0x1f && begin[1] === 0x8b) {
      throw new NoPackage(`${path} is compressed; run gunzip on it and name the .tar`);
    }
    const list = await readTar((at, n) => readAt(file, at, n), size).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (typeof list === "string") return { ...NOTHING, broken: list, close: () => file.close() };
    const places = new Map<string, TarPlace>(list.map((place) => [place.path, place]));
    return {
      files: new Map([...places].map(([name, { bytes }]) => [name, bytes])),
      strays: [],
      read: (name) => readPlace(file, places.get(name)),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A package in memory: what was read before, or never written. */
export function packageInMemory(members: ReadonlyMap<string, Uint8Array>): PackageSource {
  return {
    files: new Map([...members].map(([path, bytes]) => [path, bytes.length])),
    strays: [],
    read: async function* (path) {
      const bytes = members.get(path);
      if (bytes !== undefined) yield bytes;
    },
    close: async () => undefined,
  };
}

/** All bytes of a file. Throws where it has more than `bytesMax`. */
export async function readAll(
  source: PackageSource,
  path: string,
  bytesMax: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of source.read(path)) {
    bytes += part.length;
    if (bytes > bytesMax) throw new Error(`${path} has more than ${bytesMax} bytes`);
    parts.push(part);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

const NOTHING: PackageSource = {
  files: new Map(),
  strays: [],
  read: async function* () {},
  close: async () => undefined,
};

async function* readPlace(
  file: FileHandle,
  place: TarPlace | undefined,
): AsyncIterable<Uint8Array> {
  if (place === undefined) return;
  for (let at = 0; at < place.bytes; at += CHUNK) {
    yield await readAt(file, place.offset + at, Math.min(CHUNK, place.bytes - at));
  }
}

async function readAt(file: FileHandle, offset: number, bytes: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function whatIs(entry: Dirent): string {
  if (entry.isSymbolicLink()) return "a link";
  if (entry.isDirectory()) return `a folder more than ${DEPTH_MAX} deep`;
  return "no plain file";
}

const CHUNK = 1024 * 1024;
/** A path has 150 characters, so at most 75 folders. */
const DEPTH_MAX = 75;
const FILES_MAX = 300_002;
