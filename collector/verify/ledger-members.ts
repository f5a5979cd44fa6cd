import { toBase64 } from "../tlog/base64.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";
import type { PackageWriter } from "./package-writer.ts";

/** Where members that verification reads usually lie. */
export const INTEGRITY = "10-integrity";

/**
 * Adds the ledger's entries, the first at index 0, as members of at most 65,536 entries and 64 MiB.
 * Returns how many there were. Memory: one member.
 */
export async function addEntries(
  writer: PackageWriter,
  entries: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<number> {
  let [size, first, bytes] = [0, 0, 0];
  let lines: Buffer[] = [];
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    const path = `${INTEGRITY}/entries/${String(first).padStart(12, "0")}.jsonl`;
    await writer.add(path, Buffer.concat(lines), "entries");
    [lines, bytes, first] = [[], 0, size];
  };
  for await (const entry of entries) {
    const line = Buffer.from(`${canonicalJson(entry)}\n`, "utf8");
    if (lines.length === ENTRIES_MAX || bytes + line.length > BYTES_MAX) await flush();
    lines.push(line);
    bytes += line.length;
    size += 1;
  }
  await flush();
  return size;
}

/**
 * Adds signed checkpoints, smallest first, each with the proof that it continues the one before: empty for
 * the first and for one of the same size.
 */
export async function addCheckpoints(
  writer: PackageWriter,
  checkpoints: readonly { readonly note: string; readonly proof: readonly Uint8Array[] }[],
): Promise<void> {
  const lines = checkpoints.map(
    ({ note, proof }) => `${canonicalJson({ note, proof: proof.map(toBase64) })}\n`,
  );
  await writer.add(`${INTEGRITY}/checkpoints.jsonl`, lines.join(""), "checkpoints");
}

/** Adds the words behind commitments, each with its salt of 32 bytes. */
export async function addTexts(
  writer: PackageWriter,
  texts: readonly {
    readonly commitment: string;
    readonly salt: Uint8Array;
    readonly text: string;
  }[],
): Promise<void> {
  const lines = texts
    .map(({ salt, ...said }) => ({ ...said, salt: toBase64(salt) }))
    .sort((a, b) => (a.commitment < b.commitment ? -1 : 1))
    .map((said) => `${canonicalJson(said)}\n`);
  await writer.add(`${INTEGRITY}/texts.jsonl`, lines.join(""), "texts");
}

/** Adds a document of the content store, which an entry, or a document that an entry names, names by its digest. */
export async function addDocument(
  writer: PackageWriter,
  digest: string,
  value: unknown,
): Promise<void> {
  const member = await writer.add(
    `${INTEGRITY}/documents/${digest}.json`,
    canonicalJson(value),
    "document",
  );
  if (member.sha256 !== digest) {
    throw new Error(`document ${digest} reads as ${member.sha256}; restore it from a backup`);
  }
}

/** The bytes of a dossier, whose `entries` are all entries about the record; `more` is for its reader. */
export function dossierBytes(
  of: {
    readonly id: string;
    /** Entries that the package has in all. */
    readonly size: number;
    readonly record: Readonly<Record<string, unknown>>;
    readonly entries: readonly { readonly index: number; readonly entry: unknown }[];
  },
  more: Readonly<Record<string, unknown>> = {},
): Uint8Array {
  const dossier = { ...more, format: "tiltmeter-dossier", version: 1, ...of };
  return Buffer.from(`${canonicalJson(dossier)}\n`, "utf8");
}

const ENTRIES_MAX = 65_536;
const BYTES_MAX = 64 * 1024 * 1024;
