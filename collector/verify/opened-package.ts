import { createHash } from "node:crypto";
import type { Findings } from "./finding.ts";
import {
  MANIFEST_PATH,
  type Manifest,
  type Member,
  type MemberClass,
  NewerFormat,
  parseManifest,
  SIGNATURE_PATH,
} from "./manifest.ts";
import { noteFault, readManifestNote } from "./manifest-note.ts";
import { type PackageSource, readAll } from "./package-source.ts";

/** A package whose manifest was read, and whose members are read against it. */
export interface OpenedPackage {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest's bytes, hex. */
  readonly digest: string;
  readonly members: (as: MemberClass) => readonly Member[];
  /** The member's bytes, which match the manifest; null where they do not, which is a finding. */
  readonly read: (member: Member, bytesMax?: number) => Promise<Uint8Array | null>;
  /** Reads the members that nobody read, so that all were compared with the manifest. */
  readonly readRest: (onRead: (member: Member) => void) => Promise<void>;
}

/** Reads the manifest and compares it with what there is. Null where nothing further can be said. */
export async function readPackage(
  source: PackageSource,
  findings: Findings,
): Promise<OpenedPackage | null> {
  if (source.broken !== undefined) {
    findings.fault({ member: "" }, source.broken);
    return null;
  }
  for (const { path, says } of source.strays) {
    findings.fault({ member: path }, `is ${says}; a package holds the files of its manifest only`);
  }
  const bytes = await small(source, MANIFEST_PATH, findings);
  const note = await small(source, SIGNATURE_PATH, findings);
  if (bytes === null) return null;
  const digest = createHash("sha256").update(bytes).digest("hex");
  const said = note === null ? null : read(() => readManifestNote(note), SIGNATURE_PATH, findings);
  if (said !== null && said.sha256 !== digest) {
    const says = `was changed: its digest is ${digest}, what was signed is ${said.sha256}`;
    findings.fault({ member: MANIFEST_PATH }, says);
  }
  const manifest = read(() => parseManifest(bytes), MANIFEST_PATH, findings);
  if (manifest === null) return null;
  if (note !== null) {
    const fault = noteFault(note, manifest.signer);
    if (fault !== null) findings.fault({ member: SIGNATURE_PATH }, fault);
  }
  if (said !== null && said.origin !== manifest.origin) {
    const says = `is of ${JSON.stringify(manifest.origin)}, what was signed of ${JSON.stringify(said.origin)}`;
    findings.fault({ member: MANIFEST_PATH }, says);
  }
  compareLists(source, manifest, findings);
  return openedOf(source, manifest, digest, findings);
}

async function small(
  source: PackageSource,
  path: string,
  findings: Findings,
): Promise<Uint8Array | null> {
  if (!source.files.has(path)) {
    findings.fault({ member: path }, "is missing");
    return null;
  }
  try {
    return await readAll(source, path, SMALL_BYTES_MAX);
  } catch (error) {
    findings.fault({ member: path }, error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** The value, or null and a finding: that it is newer, or no such thing. */
function read<T>(parse: () => T, member: string, findings: Findings): T | null {
  try {
    return parse();
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    findings.add(error instanceof NewerFormat ? "unknown" : "fault", { member }, says);
    return null;
  }
}

function compareLists(source: PackageSource, manifest: Manifest, findings: Findings): void {
  const listed = new Map(manifest.members.map((member) => [member.path, member]));
  for (const [path, bytes] of source.files) {
    if (path === MANIFEST_PATH || path === SIGNATURE_PATH) continue;
    const member = listed.get(path);
    if (member === undefined) {
      findings.fault({ member: path }, "is not in the manifest; it was added");
    } else if (member.bytes !== bytes) {
      findings.fault({ member: path }, `has ${bytes} bytes, the manifest says ${member.bytes}`);
    }
  }
  for (const { path } of manifest.members) {
    if (!source.files.has(path)) findings.fault({ member: path }, "is missing");
  }
}

function openedOf(
  source: PackageSource,
  manifest: Manifest,
  digest: string,
  findings: Findings,
): OpenedPackage {
  const seen = new Set<string>();
  const compare = (member: Member, sha256: string): boolean => {
    // Told once, however often it is read.
    const isNew = !seen.has(member.path);
    seen.add(member.path);
    if (sha256 === member.sha256) return true;
    if (isNew)
      findings.fault({ member: member.path }, "was changed: its digest is not the manifest's");
    return false;
  };
  const isThere = (member: Member): boolean => source.files.get(member.path) === member.bytes;
  return {
    manifest,
    digest,
    members: (as) => manifest.members.filter((member) => member.class === as),
    read: async (member, bytesMax = CHECKED_BYTES_MAX) => {
      if (!isThere(member)) return null; // told when the lists were compared
      if (member.bytes > bytesMax) {
        seen.add(member.path);
        findings.fault(
          { member: member.path },
          `has ${member.bytes} bytes; a member of class ${member.class} has at most ${bytesMax}`,
        );
        return null;
      }
      const bytes = await readAll(source, member.path, bytesMax);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return compare(member, sha256) ? bytes : null;
    },
    readRest: async (onRead) => {
      for (const member of manifest.members) {
        if (seen.has(member.path) || !isThere(member)) continue;
        const hash = createHash("sha256");
        for await (const part of source.read(member.path)) hash.update(part);
        compare(member, hash.digest("hex"));
        onRead(member);
      }
    },
  };
}

/** A manifest of 300,000 members has about 60 MB. */
const SMALL_BYTES_MAX = 64 * 1024 * 1024;
/** A member whose content is checked is read whole: entries come in files of 64 MiB and one entry. */
const CHECKED_BYTES_MAX = 65 * 1024 * 1024;
