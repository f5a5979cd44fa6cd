import { rm } from "node:fs/promises";
import { auditMembers, type Progress } from "../export/audit-members.ts";
import type { Material } from "../export/material.ts";
import { dossierProofPath } from "../export/nonconformities.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { StoreSeals } from "../store/seals/seals.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { addCheckpoints, addDocument, addEntries, addTexts } from "../verify/ledger-members.ts";
import { asEntry, recordsOf } from "../verify/loose-entry.ts";
import { manifestBytes } from "../verify/manifest.ts";
import { openPackageWriter, type PackageSigner } from "../verify/package-writer.ts";
import { addRows } from "../verify/sealed-rows.ts";
import type { LedgerAt } from "./gather-material.ts";
import { proveRows } from "./prove-sample.ts";

/** The ledger at one size, with what proves it. */
export interface SealedLedger extends LedgerAt {
  readonly signer: PackageSigner;
  /** Signed checkpoints, smallest first, each with the proof that it continues the one before; the last is of this size. */
  readonly checkpoints: readonly { readonly note: string; readonly proof: readonly Uint8Array[] }[];
  /** The last before the period, one of those above; null: the ledger is younger. */
  readonly start: string | null;
  /** C2SP tlog-proof of an entry under the last checkpoint, which carries the entry's bytes. */
  readonly prove: (index: number, entry: Uint8Array) => Promise<string>;
}

/** What a package takes besides. */
export interface PackageParts {
  readonly content: (digest: string) => Promise<unknown>;
  /** The words behind a commitment with their salt; null where they are erased. */
  readonly text: (
    commitment: string,
  ) => { readonly text: string; readonly salt: Uint8Array } | null;
  /** Programs that verify the package. */
  readonly verifiers: () => Promise<
    readonly { readonly path: string; readonly bytes: Uint8Array }[]
  >;
  readonly hash: (bytes: Uint8Array) => string;
  /** Stored rows with their leaves under a seal. */
  readonly rows: StoreSeals["rows"];
}

/** A package as it was written. */
export interface WrittenPackage {
  /** SHA-256 of the manifest, hex. */
  readonly digest: string;
  readonly bytes: number;
  readonly members: number;
}

/**
 * Writes an audit package to a `.tar`: the ledger with its proofs, the documents that its entries name,
 * the words behind commitments of the records that it shows, and what people read.
 *
 * The file bears its name only once it is whole; a failure leaves nothing.
 */
export async function writeAuditPackage(
  target: string,
  of: Material,
  ledger: SealedLedger,
  parts: PackageParts,
  progress: Progress,
): Promise<WrittenPackage> {
  const writer = await openPackageWriter(target);
  try {
    const documents = new Set<string>();
    const texts = new Set<string>();
    const newest = new Map<string, { readonly index: number; readonly entry: LedgerEntry }>();
    const shown = new Set(of.records.flatMap(({ entries }) => entries.map(({ index }) => index)));
    const entries = async function* (): AsyncIterable<LedgerEntry> {
      for await (const { index, entry } of ledger.entries()) {
        if (entry.type === "controls_in_force" || entry.type === "anchor_obtained") {
          documents.add(entry.document);
        }
        if (shown.has(index)) {
          for (const [commitment] of JSON.stringify(entry).matchAll(COMMITMENT)) {
            texts.add(commitment);
          }
        }
        for (const id of aboutWhich(entry)) newest.set(id, { index, entry });
        yield entry;
      }
    };
    await addEntries(writer, entries());
    await addCheckpoints(writer, ledger.checkpoints);
    const spoken = [...texts].flatMap((commitment) => {
      const found = parts.text(commitment);
      return found === null ? [] : [{ commitment, ...found }];
    });
    if (spoken.length > 0) await addTexts(writer, spoken);
    for (const { evidence } of of.records) {
      for (const digest of evidence.keys()) documents.add(digest);
    }
    for (const digest of documents) {
      const document = await parts.content(digest);
      if (document !== null) await addDocument(writer, digest, document);
    }
    const places = (of.sample?.drawn ?? []).map(({ place }) => place);
    const proven = await proveRows(places, ledger, parts.rows);
    for (const [encoder, rows] of proven.byEncoder) {
      await addRows(writer, `11-samples/rows-${encoder}.jsonl`, encoder, rows);
    }
    for await (const member of auditMembers(
      { ...of, unproven: proven.unproven },
      ledger.signer.vkey,
      progress,
    )) {
      await writer.add(member.path, member.content, member.class);
    }
    for (const { record } of of.records) {
      const about = newest.get(record.id);
      if (about === undefined) throw new Error(`no entry of the ledger is about ${record.id}`);
      const proof = await ledger.prove(about.index, Buffer.from(canonicalJson(about.entry)));
      await writer.add(dossierProofPath(record.id), proof, "proof");
    }
    for (const { path, bytes } of await parts.verifiers())
      await writer.add(path, bytes, "verifier");
    const end = ledger.checkpoints.at(-1)?.note;
    if (end === undefined) throw new Error("a package ends with a checkpoint of its ledger");
    const manifest = await writer.finish(
      {
        origin: ledger.origin,
        generator: of.generator,
        createdMs: of.madeMs,
        period: of.period,
        systems: of.systems,
        checkpoints: { start: ledger.start, end },
      },
      ledger.signer,
    );
    return {
      digest: parts.hash(manifestBytes(manifest)),
      bytes: manifest.members.reduce((sum, { bytes }) => sum + bytes, 0),
      members: manifest.members.length,
    };
  } catch (error) {
    await writer.abandon();
    await rm(target, { force: true });
    throw error;
  }
}

/** As `tiltmeter prove` finds the newest entry about a record. */
function aboutWhich(entry: LedgerEntry): readonly string[] {
  const loose = asEntry(entry);
  return loose === null ? [] : recordsOf(loose);
}

const COMMITMENT = /text:[0-9a-f]{64}/g;
