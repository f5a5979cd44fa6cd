import { readFile } from "node:fs/promises";
import { leafHash } from "../tlog/merkle.ts";
import type { NoteKey } from "../tlog/note-key.ts";
import { verifyNote } from "../tlog/signed-note.ts";
import { parseTlogProof, printTlogProof, provesLeaf } from "../tlog/tlog-proof.ts";
import { ENTRY_TYPES } from "./entry-types.ts";
import { Findings } from "./finding.ts";
import { asEntry, type LooseEntry } from "./loose-entry.ts";
import { NoPackage } from "./package-source.ts";
import { parseStrictJson } from "./strict-json.ts";

/** What was verified of one proof. */
export interface ProofVerification {
  readonly findings: Findings;
  /** Null: the file could not be read as a proof. */
  readonly of: {
    readonly index: number;
    readonly size: number;
    readonly origin: string;
    /** Null: no entry is there, or it is none. */
    readonly entry: LooseEntry | null;
    /** The key that is held and has signed; null: none has. */
    readonly signer: string | null;
  } | null;
}

/** Whether a path is that of a proof, by its name. */
export function isProofFile(path: string): boolean {
  return path.endsWith(".tlog-proof");
}

/**
 * A C2SP tlog-proof that carries its entry: the entry's canonical JSON is the extra data, for which
 * nothing vouches but that its hash is the leaf that is proven.
 */
export function withEntry(proof: string, entry: Uint8Array): string {
  return printTlogProof({ ...parseTlogProof(Buffer.from(proof, "utf8")), extra: entry });
}

/**
 * Verifies a proof and the entry that it carries, or that lies in a file of its own (`entryFile`, its
 * canonical JSON). Throws `NoPackage` where a file cannot be read.
 */
export async function verifyProofFile(
  path: string,
  of: { readonly keys: readonly NoteKey[]; readonly entryFile: string | null },
): Promise<ProofVerification> {
  const findings = new Findings();
  const at = { member: path };
  let proof: ReturnType<typeof parseTlogProof>;
  try {
    proof = parseTlogProof(await read(path));
  } catch (error) {
    if (error instanceof NoPackage) throw error;
    findings.fault(at, error instanceof Error ? error.message : String(error));
    return { findings, of: null };
  }
  const { index, head } = proof;
  const place = { ...at, entry: index };
  const bytes = of.entryFile === null ? proof.extra : trimmed(await read(of.entryFile));
  let entry: LooseEntry | null = null;
  if (bytes === null) {
    findings.add("unknown", place, "carries no entry; name the file of its entry with --entry");
  } else if (!provesLeaf(proof, leafHash(bytes))) {
    const says = `does not lead from this entry, as entry ${index}, to the root of ${head.size} entries`;
    findings.fault(place, says);
  } else entry = entryOf(bytes, place, findings);
  return { findings, of: { index, size: head.size, origin: head.origin, entry, signer: signer() } };

  function signer(): string | null {
    const { verified, failed } = verifyNote(proof.checkpoint, of.keys);
    if (failed.length > 0)
      findings.fault(place, "bears a signature of your key that is not its own");
    const [first] = verified;
    if (first !== undefined) return `${first.name}+${first.id}`;
    if (failed.length > 0) return null;
    const says =
      of.keys.length === 0
        ? "consistent, signer unknown: give the ledger's key, as you got it from elsewhere, with --key"
        : "signer unknown: none of the keys that you hold has signed its checkpoint";
    findings.add("unknown", place, says);
    return null;
  }
}

/** The verification as lines for a person. */
export function proofLines({ findings, of }: ProofVerification, path: string): readonly string[] {
  const headlines = {
    verified: "verified",
    tampered: "tampered with or inconsistent",
    unverifiable: "cannot be verified",
    verified_with_gaps: "verified, with gaps",
  };
  const lines = [
    `${headlines[findings.outcome]}: ${path}`,
    ...findings.kept.map(({ kind, says }) => `  ${kind}  ${says}`),
  ];
  if (of === null) return lines;
  return [
    ...lines,
    `  ledger      ${of.origin}, at ${of.size} entries`,
    `  signed by   ${of.signer ?? "nobody that you hold a key of"}`,
    ...(of.entry === null ? [] : [`  entry ${of.index}   ${JSON.stringify(of.entry)}`]),
    "A proof shows that this entry is in the ledger, not what else is: a package shows all entries.",
  ];
}

function entryOf(
  bytes: Uint8Array,
  place: { member: string; entry: number },
  findings: Findings,
): LooseEntry | null {
  try {
    const entry = asEntry(parseStrictJson(bytes));
    if (entry === null) throw new Error("an entry is an object with type, atMs and by");
    if (!ENTRY_TYPES.has(entry.type)) {
      findings.add(
        "unknown",
        place,
        `its entry is of type ${JSON.stringify(entry.type.slice(0, 60))}, which is newer than this program`,
      );
    }
    return entry;
  } catch (error) {
    findings.fault(place, error instanceof Error ? error.message : String(error));
    return null;
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new NoPackage(`${path} cannot be read; name a proof that tiltmeter prove wrote`, {
      cause,
    });
  }
}

/** A text editor ends a file with a line feed; an entry has none. */
function trimmed(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
}
