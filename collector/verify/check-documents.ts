import type { EntryFacts } from "./entry-facts.ts";
import type { Findings } from "./finding.ts";
import type { Member } from "./manifest.ts";
import type { OpenedPackage } from "./opened-package.ts";
import { parseStrictJson } from "./strict-json.ts";

/** The digest that names a document; null where its name is none. */
export function documentDigest({ path }: Member): string | null {
  return /(?:^|\/)([0-9a-f]{64})\.json$/.exec(path)?.[1] ?? null;
}

/**
 * Compares each document with the digest in its name, and demands that an entry names it, or a document
 * that an entry names.
 */
export async function checkDocuments(
  of: OpenedPackage,
  facts: EntryFacts,
  findings: Findings,
): Promise<void> {
  /** Digest → documents that it names. */
  const names = new Map<string, readonly string[]>();
  const members = of.members("document");
  const known = new Set(members.map(documentDigest));
  for (const member of members) {
    const at = { member: member.path };
    const digest = documentDigest(member);
    if (digest === null) {
      findings.fault(at, "a document is named by its digest, as 64 hex digits and .json");
      continue;
    }
    if (digest !== member.sha256) findings.fault(at, "its name is not its digest");
    const bytes = await of.read(member, DOCUMENT_BYTES_MAX);
    if (bytes === null) continue;
    try {
      parseStrictJson(bytes);
    } catch (error) {
      findings.fault(at, error instanceof Error ? error.message : String(error));
    }
    const found =
      Buffer.from(bytes)
        .toString("latin1")
        .match(/[0-9a-f]{64}/g) ?? [];
    names.set(
      digest,
      [...new Set(found)].filter((each) => known.has(each)),
    );
  }
  const reached = new Set(facts.namedDocuments);
  for (const digest of reached) for (const each of names.get(digest) ?? []) reached.add(each);
  for (const member of members) {
    const digest = documentDigest(member);
    if (digest !== null && !reached.has(digest)) {
      findings.fault({ member: member.path }, "no entry names this document");
    }
  }
}

/** As the content store takes them. */
const DOCUMENT_BYTES_MAX = 16 * 1024 * 1024;
