import { leafHash } from "../tlog/merkle.ts";
import type { NoteKey } from "../tlog/note-key.ts";
import { parseVkey } from "../tlog/note-key.ts";
import { type AnchorCounts, type Attest, checkAnchors } from "./check-anchors.ts";
import {
  checkCheckpoints,
  checkHeld,
  type ReadCheckpoint,
  readCheckpoints,
} from "./check-checkpoints.ts";
import { checkDocuments, documentDigest } from "./check-documents.ts";
import { checkDossier, type Dossier, readDossiers } from "./check-dossier.ts";
import { checkEntries, type EntryTree } from "./check-entries.ts";
import { checkProofs, readProofs } from "./check-proofs.ts";
import { checkRegisters } from "./check-register.ts";
import { checkRows } from "./check-rows.ts";
import { checkTexts, type TextCounts } from "./check-texts.ts";
import { EntryFacts } from "./entry-facts.ts";
import { Findings } from "./finding.ts";
import type { Manifest } from "./manifest.ts";
import { type OpenedPackage, readPackage } from "./opened-package.ts";
import type { PackageSource } from "./package-source.ts";
import { parseStrictJson } from "./strict-json.ts";
import { checkTrust, type Trust } from "./trust.ts";

/** What a reader of a package holds from elsewhere. */
export interface Held {
  readonly keys: readonly NoteKey[];
  readonly checkpoints: readonly ReadCheckpoint[];
}

/** What a verifier can do besides, where it was given to it. */
export interface VerifyWith {
  readonly onProgress?: OnProgress;
  /** Absent: timestamps and entries of public logs are counted, and not verified. */
  readonly attest?: Attest;
}

/** What was verified, and what came of it. */
export interface Verification {
  readonly findings: Findings;
  /** Null: the manifest could not be read, and nothing else was looked at. */
  readonly of: {
    readonly manifest: Manifest;
    readonly digest: string;
    readonly trust: Trust;
    readonly entries: number;
    readonly checkpoints: number;
    readonly nonconformities: number;
    readonly dossiers: number;
    readonly documents: number;
    readonly texts: TextCounts;
    /** Stored rows that were proven under their seals, and seals. */
    readonly rows: number;
    readonly seals: number;
    readonly anchors: AnchorCounts;
    readonly keys: readonly string[];
  } | null;
}

/** Tells how far a verification is: what is looked at, and a share from 0 to 1. */
export type OnProgress = (share: number, what: string) => void;

/**
 * Verifies a package offline: whatever it holds is compared with its manifest, its entries, and what the
 * reader holds from elsewhere. Reads every byte once. Throws only where the bytes cannot be read.
 */
export async function verifyPackage(
  source: PackageSource,
  held: Held,
  { onProgress = () => undefined, attest }: VerifyWith = {},
): Promise<Verification> {
  const findings = new Findings();
  const of = await readPackage(source, findings);
  if (of === null) return { findings, of: null };
  onProgress(0, "checkpoints");
  const checkpoints = await readCheckpoints(of, findings);
  const proofs = await readProofs(of, findings);
  const dossiers = await readDossiers(of, findings);
  const document = documentsOf(of);
  const facts = factsOf(of, document, findings);
  const wanted = {
    sizes: new Set([...checkpoints, ...held.checkpoints, ...proofs].map(({ head }) => head.size)),
    indices: new Set([
      ...proofs.map(({ index }) => index),
      ...dossiers.flatMap(({ entries }) => entries.map(({ index }) => index)),
    ]),
  };
  const total = Math.max(1, checkpoints.at(-1)?.head.size ?? 1);
  const tree = await checkEntries(of, wanted, facts, findings, (size) =>
    onProgress(0.9 * Math.min(1, size / total), `entry ${size} of ${total}`),
  );
  checkCheckpoints(checkpoints, of, tree, facts.keys, findings);
  const trust = checkTrust(of.manifest, facts.keys, held.keys, findings);
  const ledgerKeys = [...facts.keys.all.map(({ vkey }) => vkey), of.manifest.signer].flatMap(
    readable,
  );
  for (const each of held.checkpoints) checkHeld(each, of, tree, ledgerKeys, findings);
  checkProofs(proofs, of, tree, facts.keys, findings);
  checkRepeated(dossiers, tree, findings);
  for (const each of dossiers) checkDossier(each, tree.size, facts.lives.get(each.id), findings);
  await checkRegisters(of, facts.lives, findings);
  onProgress(0.92, "texts, rows and documents");
  const texts = await checkTexts(of, facts, findings);
  const rows = await checkRows(of, facts, findings);
  await checkDocuments(of, facts, findings);
  const anchors = await checkAnchors(facts, tree, document, attest ?? null, findings);
  for (const [type, count] of facts.unknownTypes) {
    findings.add(
      "unknown",
      { member: "" },
      `${count} entries of type ${JSON.stringify(type.slice(0, 60))} are newer than this program; use the verifier in the package or a newer tiltmeter`,
    );
  }
  await of.readRest(({ path }) => onProgress(0.95, path));
  onProgress(1, "done");
  return {
    findings,
    of: {
      manifest: of.manifest,
      digest: of.digest,
      trust,
      entries: tree.size,
      checkpoints: checkpoints.length,
      nonconformities: facts.lives.size,
      dossiers: dossiers.length,
      documents: of.members("document").length,
      texts,
      rows,
      seals: facts.seals.size,
      anchors,
      keys: facts.keys.all.map(({ vkey }) => vkey),
    },
  };
}

/** The document of a digest; null where the package has it not, or has something else in its name. */
function documentsOf(of: OpenedPackage): (digest: string) => Promise<unknown> {
  const members = new Map(of.members("document").map((each) => [documentDigest(each), each]));
  return async (digest) => {
    const member = members.get(digest);
    const bytes = member === undefined ? null : await of.read(member);
    if (bytes === null || member?.sha256 !== digest) return null;
    try {
      return parseStrictJson(bytes);
    } catch {
      return null; // told with the documents
    }
  };
}

function factsOf(
  of: OpenedPackage,
  document: (digest: string) => Promise<unknown>,
  findings: Findings,
): EntryFacts {
  const digests = of.members("document").flatMap((member) => documentDigest(member) ?? []);
  return new EntryFacts({ findings, documents: new Set(digests), document });
}

/** Entries that dossiers repeat are the ledger's, byte for byte. */
function checkRepeated(dossiers: readonly Dossier[], tree: EntryTree, findings: Findings): void {
  for (const { member, index, bytes } of dossiers.flatMap(({ entries }) => entries)) {
    const leaf = tree.leaves.get(index);
    if (leaf !== undefined && Buffer.compare(leaf, leafHash(bytes)) === 0) continue;
    findings.fault({ member, entry: index }, "is not what the ledger has at this place");
  }
}

function readable(vkey: string): readonly NoteKey[] {
  try {
    return [parseVkey(vkey)];
  } catch {
    return []; // told where it stands
  }
}
