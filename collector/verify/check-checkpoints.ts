import { hashFromBase64 } from "../tlog/base64.ts";
import { type Checkpoint, parseCheckpoint } from "../tlog/checkpoint.ts";
import { type NoteKey, parseVkey } from "../tlog/note-key.ts";
import { verifyConsistency } from "../tlog/proof.ts";
import { parseNote, type SignedNote, verifyNote } from "../tlog/signed-note.ts";
import type { EntryTree } from "./check-entries.ts";
import type { Findings, Place } from "./finding.ts";
import { linesOf } from "./json-lines.ts";
import type { KeyChain } from "./key-chain.ts";
import { asRecord, asText } from "./loose-entry.ts";
import { MANIFEST_PATH } from "./manifest.ts";
import type { OpenedPackage } from "./opened-package.ts";
import { parseStrictJson } from "./strict-json.ts";

/** A checkpoint of the package, or of whoever verifies it. */
export interface ReadCheckpoint {
  readonly at: Place;
  readonly written: string;
  readonly note: SignedNote;
  readonly head: Checkpoint;
  /** From the checkpoint before; null: nothing is said. */
  readonly proof: readonly Uint8Array[] | null;
}

/** Reads the checkpoints of a package in their order. What cannot be read is a finding. */
export async function readCheckpoints(
  of: OpenedPackage,
  findings: Findings,
): Promise<readonly ReadCheckpoint[]> {
  const found: ReadCheckpoint[] = [];
  for (const member of of.members("checkpoints")) {
    const bytes = await of.read(member);
    if (bytes === null) continue;
    const place = { member: member.path };
    for (const line of linesOf(bytes, (byte, says) => findings.fault({ ...place, byte }, says))) {
      const at = { ...place, line: line.number };
      try {
        found.push(readLine(line.bytes, at));
      } catch (error) {
        findings.fault(at, error instanceof Error ? error.message : String(error));
      }
    }
  }
  const { start, end } = of.manifest.checkpoints;
  if (found.at(-1)?.written !== end) {
    findings.fault({ member: MANIFEST_PATH }, "its end checkpoint is not the last of the package");
  }
  if (start !== null && !found.some(({ written }) => written === start)) {
    findings.fault(
      { member: MANIFEST_PATH },
      "its start checkpoint is not among those of the package",
    );
  }
  return found;
}

/** A checkpoint that is held outside of the package, from its text. Throws where it is none. */
export function readHeldCheckpoint(bytes: Uint8Array, name: string): ReadCheckpoint {
  const note = parseNote(bytes);
  const written = Buffer.from(bytes).toString("utf8");
  return { at: { member: name }, written, note, head: parseCheckpoint(note.text), proof: null };
}

/** Compares the checkpoints with the entries, with each other, and with the keys in force. */
export function checkCheckpoints(
  checkpoints: readonly ReadCheckpoint[],
  of: OpenedPackage,
  tree: EntryTree,
  keys: KeyChain,
  findings: Findings,
): void {
  let before: ReadCheckpoint | null = null;
  let good = 0;
  for (const each of checkpoints) {
    const { at, head } = each;
    if (head.origin !== of.manifest.origin) {
      findings.fault(
        at,
        `is of ${JSON.stringify(head.origin)}, the manifest is of ${JSON.stringify(of.manifest.origin)}`,
      );
    }
    const fault = signatureFault(each, keys.at(head.size) ?? parseVkeyOf(of.manifest.signer));
    if (fault !== null) findings.fault(at, fault);
    const root = tree.roots.get(head.size);
    if (root === undefined) {
      findings.fault(
        at,
        `covers ${head.size} entries, the package has ${tree.size}; entries from ${tree.size} on are missing or unreadable`,
      );
    } else if (Buffer.compare(root, head.root) !== 0) {
      findings.fault(
        at,
        `was signed over other entries: one from ${good} to ${head.size - 1} was changed, moved, added or left out`,
      );
    } else good = head.size;
    if (before !== null) checkConsistency(before, each, findings);
    else if (each.proof !== null && each.proof.length > 0) {
      findings.fault(at, "carries a consistency proof, and nothing is before it");
    }
    before = each;
  }
  const last = checkpoints.at(-1);
  if (last !== undefined && tree.size > last.head.size) {
    findings.fault(
      last.at,
      `covers ${last.head.size} entries, the package has ${tree.size}: what nobody signed was added`,
    );
  }
}

/** A checkpoint that somebody holds: the ledger of the package must be its continuation. */
export function checkHeld(
  held: ReadCheckpoint,
  of: OpenedPackage,
  tree: EntryTree,
  keys: readonly NoteKey[],
  findings: Findings,
): void {
  const { at, head } = held;
  if (head.origin !== of.manifest.origin) {
    findings.add(
      "unknown",
      at,
      `is of the ledger ${JSON.stringify(head.origin)}, the package is of ${JSON.stringify(of.manifest.origin)}; they cannot be compared`,
    );
    return;
  }
  const { verified, failed } = verifyNote(held.note, keys);
  if (failed.length > 0) {
    findings.fault(
      at,
      "bears a signature of the ledger's key that is not its own: the checkpoint that you hold was changed",
    );
    return;
  }
  if (verified.length === 0) {
    findings.add("unknown", at, "is signed by no key of this ledger, so it says nothing about it");
    return;
  }
  if (head.size > tree.size) {
    findings.fault(
      at,
      `covers ${head.size} entries, the package ends at ${tree.size}: the ledger was rolled back, or the package is older than the checkpoint that you hold`,
    );
    return;
  }
  const root = tree.roots.get(head.size);
  if (root === undefined || Buffer.compare(root, head.root) !== 0) {
    findings.fault(
      at,
      `was signed over other first ${head.size} entries than those of the package: the ledger was rewritten or forked`,
    );
  }
}

function checkConsistency(before: ReadCheckpoint, after: ReadCheckpoint, findings: Findings): void {
  const [from, to] = [before.head.size, after.head.size];
  if (to < from) {
    findings.fault(
      after.at,
      `covers ${to} entries after one of ${from}; checkpoints are sorted by size`,
    );
    return;
  }
  const holds = verifyConsistency({
    from,
    fromRoot: before.head.root,
    to,
    toRoot: after.head.root,
    proof: after.proof ?? [],
  });
  if (!holds)
    findings.fault(
      after.at,
      `its proof does not lead from the checkpoint of ${from} entries to that of ${to}`,
    );
}

export function signatureFault(
  each: Pick<ReadCheckpoint, "note">,
  key: NoteKey | null,
): string | null {
  if (key === null) return "no key is known that could have signed it";
  const { verified, failed } = verifyNote(each.note, [key]);
  if (failed.length > 0) return `bears a signature of ${key.name} that is not its own`;
  return verified.length > 0
    ? null
    : `is not signed by the key in force there (${key.name}+${key.id})`;
}

function readLine(bytes: Uint8Array, at: Place): ReadCheckpoint {
  const value = asRecord(parseStrictJson(bytes));
  const [written, proof] = [asText(value?.["note"]), value?.["proof"]];
  if (
    value === null ||
    written === null ||
    !Array.isArray(proof) ||
    Object.keys(value).length !== 2
  ) {
    throw new Error("a checkpoint is {note, proof}");
  }
  const note = parseNote(Buffer.from(written, "utf8"));
  const hashes = proof.map((each, i) => hashFromBase64(String(each), `hash ${i + 1} of the proof`));
  return { at, written, note, head: parseCheckpoint(note.text), proof: hashes };
}

function parseVkeyOf(vkey: string): NoteKey | null {
  try {
    return parseVkey(vkey);
  } catch {
    return null; // told with the manifest's signature
  }
}
