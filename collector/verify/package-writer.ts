import { createHash } from "node:crypto";
import { type FileHandle, mkdir, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { syncFolder } from "../sync-folder.ts";
import {
  MANIFEST_PATH,
  type Manifest,
  type Member,
  type MemberClass,
  manifestBytes,
  manifestStatement,
  PACKAGE_FORMAT,
  PACKAGE_VERSION,
  SIGNATURE_PATH,
} from "./manifest.ts";
import { memberPathFault, pathClash } from "./member-path.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";

/** Who signs a package: the ledger's key. */
export interface PackageSigner {
  /** C2SP verifier key. */
  readonly vkey: string;
  /** The signed note (C2SP) of a text that ends with a line feed. */
  readonly signNote: (text: string) => string | Promise<string>;
}

/** What a package says of itself besides its members. */
export type PackageTerms = Omit<Manifest, "format" | "version" | "signer" | "members" | "systems"> &
  Partial<Pick<Manifest, "systems">>;

export type MemberContent = Uint8Array | string | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A package that is being written. It bears its name only once it is whole and signed. */
export interface PackageWriter {
  /**
   * Adds one member. Throws where the path is taken or out of bounds; a text is written in UTF-8.
   * Members may come in any order; one at a time.
   */
  readonly add: (path: string, content: MemberContent, as: MemberClass) => Promise<Member>;
  /** Writes manifest and signature and gives the package its name. Nothing can be added after. */
  readonly finish: (terms: PackageTerms, signer: PackageSigner) => Promise<Manifest>;
  /** Lets go of what was written. For a failure on the way; after `finish` it does nothing. */
  readonly abandon: () => Promise<void>;
}

/**
 * Opens a package for writing: a folder, or one file where the name ends with `.tar`.
 *
 * Everything is written under a temporary name beside the target and renamed at the end, so a crash
 * leaves nothing that looks whole. Throws where the target exists. The same members and terms make
 * the same bytes, whatever the order of adding.
 */
export async function openPackageWriter(target: string): Promise<PackageWriter> {
  const path = resolve(target);
  if (await exists(path)) {
    throw new Error(`${target} exists already; a package is never written over: name another`);
  }
  await mkdir(dirname(path), { recursive: true });
  const folder = await mkdtemp(join(dirname(path), `.${basename(path)}.`));
  const members = new Map<string, Member>();
  let isDone = false;

  const write = async (member: string, content: MemberContent): Promise<Omit<Member, "class">> => {
    const file = join(folder, ...member.split("/"));
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, "wx");
    try {
      return { path: member, ...(await pour(content, handle)) };
    } finally {
      await handle.close();
    }
  };

  return {
    add: async (member, content, as) => {
      if (isDone) throw new Error(`${target} is finished; ${member} cannot be added`);
      const fault = memberPathFault(member);
      if (fault !== null) throw new Error(fault);
      if (members.has(member) || member === MANIFEST_PATH || member === SIGNATURE_PATH) {
        throw new Error(`${member} is in the package already`);
      }
      const written = { ...(await write(member, content)), class: as };
      members.set(member, written);
      return written;
    },
    finish: async (terms, signer) => {
      if (isDone) throw new Error(`${target} is finished already`);
      const clash = pathClash([MANIFEST_PATH, SIGNATURE_PATH, ...members.keys()]);
      if (clash !== null) {
        throw new Error(`${clash[0]} and ${clash[1]} cannot lie beside each other`);
      }
      const manifest: Manifest = {
        format: PACKAGE_FORMAT,
        version: PACKAGE_VERSION,
        systems: null,
        ...terms,
        signer: signer.vkey,
        members: [...members.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
      };
      const bytes = manifestBytes(manifest);
      await write(MANIFEST_PATH, bytes);
      const digest = createHash("sha256").update(bytes).digest("hex");
      await write(SIGNATURE_PATH, await signer.signNote(manifestStatement(terms.origin, digest)));
      if (path.endsWith(".tar")) {
        const packed = `${folder}.tar`;
        await packTar(folder, [...members.keys(), MANIFEST_PATH, SIGNATURE_PATH], packed);
        await rename(packed, path);
        await rm(folder, { recursive: true });
      } else {
        await rename(folder, path);
      }
      isDone = true;
      await syncFolder(dirname(path));
      return manifest;
    },
    abandon: async () => {
      if (isDone) return;
      isDone = true;
      await rm(folder, { recursive: true, force: true });
      await rm(`${folder}.tar`, { force: true });
    },
  };
}

async function pour(
  content: MemberContent,
  handle: FileHandle,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const chunks =
    typeof content === "string"
      ? [Buffer.from(content, "utf8")]
      : content instanceof Uint8Array
        ? [content]
        : content;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    await handle.writeFile(chunk);
  }
  await handle.sync();
  return { bytes, sha256: hash.digest("hex") };
}

/** The members in the order of their paths, each a header and its bytes: the only tar that there is of them. */
async function packTar(folder: string, paths: readonly string[], target: string): Promise<void> {
  const out = await open(target, "wx");
  try {
    for (const path of [...paths].sort()) {
      const member = await open(join(folder, ...path.split("/")), "r");
      try {
        const { size } = await member.stat();
        await out.writeFile(tarHeader(path, size));
        for await (const chunk of member.createReadStream({ autoClose: false })) {
          await out.writeFile(chunk);
        }
        await out.writeFile(tarPadding(size));
      } finally {
        await member.close();
      }
    }
    await out.writeFile(tarEnd());
    await out.sync();
  } finally {
    await out.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
