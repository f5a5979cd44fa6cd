import { parseCheckpoint } from "../tlog/checkpoint.ts";
import { parseVkey } from "../tlog/note-key.ts";
import { parseNote, parseSignatures, type SignedNote, verifyNote } from "../tlog/signed-note.ts";
import { signatureFault } from "./check-checkpoints.ts";
import type { EntryTree } from "./check-entries.ts";
import type { EntryFacts } from "./entry-facts.ts";
import type { Findings } from "./finding.ts";
import { asRecord, asText, type LooseEntry } from "./loose-entry.ts";

/**
 * Verifies what somebody else gave for a checkpoint, in a form that this room does not read: a timestamp, an entry of
 * a public log. Rejects with the reason where it does not hold; false: it is of no kind that is known.
 */
export type Attest = (document: Readonly<Record<string, unknown>>) => Promise<boolean>;

/** What others have said of checkpoints. */
export interface AnchorCounts {
  /** Entries that an anchor was obtained. */
  readonly obtained: number;
  /** Of them with a proof in the package that holds. */
  readonly proven: number;
  /** The largest size that any of the proven is of; 0: none is. */
  readonly size: number;
}

/**
 * Compares each anchor with the tree, and its proof, where the package has it, with the checkpoint that it is of.
 *
 * Whom a witness's or an authority's key belongs to no package can say: the keys are those that the proofs name.
 */
export async function checkAnchors(
  facts: EntryFacts,
  tree: EntryTree,
  document: (digest: string) => Promise<unknown>,
  attest: Attest | null,
  findings: Findings,
): Promise<AnchorCounts> {
  const sizes = new Set(facts.anchors.map(({ entry }) => Number(entry["size"])));
  const roots = tree.rootsAt(sizes);
  const counts = { obtained: 0, proven: 0, size: 0 };
  for (const { entry, at } of facts.anchors) {
    counts.obtained += 1;
    const size = Number(entry["size"]);
    const root = roots.get(size);
    if (root === undefined || Buffer.from(root).toString("hex") !== entry["root"]) {
      findings.fault(at, `an anchor is of a tree of ${size} entries that is none of this ledger`);
      continue;
    }
    const found = asRecord(await document(asText(entry["document"]) ?? ""));
    if (found === null) continue; // counted: the package has it not
    try {
      const isProven = await proves(entry, { document: found, root, keys: facts.keys }, attest);
      if (!isProven) continue;
      counts.proven += 1;
      counts.size = Math.max(counts.size, size);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      findings.fault(at, `the proof of anchor ${entry["anchor"]} does not hold: ${why}`);
    }
  }
  return counts;
}

async function proves(
  entry: LooseEntry,
  of: {
    readonly document: Readonly<Record<string, unknown>>;
    readonly root: Uint8Array;
    readonly keys: EntryFacts["keys"];
  },
  attest: Attest | null,
): Promise<boolean> {
  const { document } = of;
  const note = parseNote(Buffer.from(asText(document["checkpoint"]) ?? "", "utf8"));
  const head = parseCheckpoint(note.text);
  if (head.size !== entry["size"] || Buffer.compare(head.root, of.root) !== 0) {
    throw new Error("it is of another checkpoint than its entry says");
  }
  const fault = signatureFault({ note }, of.keys.at(head.size));
  if (fault !== null) throw new Error(`its checkpoint ${fault}`);
  if (document["kind"] !== entry["kind"])
    throw new Error("it is of another kind than its entry says");
  if (document["kind"] === "copy") return true;
  if (document["kind"] === "witness") return isCosigned(note, document);
  return attest === null ? false : attest(document);
}

function isCosigned(note: SignedNote, document: Readonly<Record<string, unknown>>): boolean {
  const key = parseVkey(asText(document["key"]) ?? "");
  const signatures = parseSignatures(asText(document["cosignatures"]) ?? "");
  const { verified, failed } = verifyNote({ text: note.text, signatures }, [key]);
  if (verified.length > 0 && failed.length === 0) return true;
  throw new Error(`witness ${key.name} has not signed it`);
}
