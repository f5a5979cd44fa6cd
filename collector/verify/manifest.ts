import { canonicalJson } from "../tlog/canonical-json.ts";
import { memberPathFault, pathClash } from "./member-path.ts";
import { parseStrictJson } from "./strict-json.ts";

/**
 * What a member is to whoever verifies it.
 *
 * - `entries`: the ledger's entries as JSON lines, from 0 to the end checkpoint
 * - `checkpoints`: JSON lines of signed checkpoints, each proven consistent with the one before
 * - `rows`: stored rows with their proofs under a sealed batch root
 * - `texts`: words that entries commit to, with their salts, or why they are not there
 * - `document`: a document of the content store, named by its digest
 * - `proof`: the inclusion of one entry (C2SP tlog-proof)
 * - `register`: the CSV of all nonconformities
 * - `dossier`: the JSON of one nonconformity, with its entries
 * - `statement`: what else the exporter states as data
 * - `reading`: for people's eyes: PDF, text, drawings
 * - `verifier`: a program that verifies the package
 */
export const MEMBER_CLASSES = [
  "entries",
  "checkpoints",
  "rows",
  "texts",
  "document",
  "proof",
  "register",
  "dossier",
  "statement",
  "reading",
  "verifier",
] as const;
export type MemberClass = (typeof MEMBER_CLASSES)[number];

export interface Member {
  /** With `/` between its parts, relative to the package. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly class: MemberClass;
}

/** What a package says of itself; its canonical JSON is the member `01-manifest.json`. */
export interface Manifest {
  readonly format: typeof PACKAGE_FORMAT;
  readonly version: typeof PACKAGE_VERSION;
  /** Origin of the ledger: the name in its checkpoints. */
  readonly origin: string;
  /** The key that signs the manifest, as a C2SP verifier key. An auditor compares it with their own. */
  readonly signer: string;
  /** The program that wrote the package, with its version. */
  readonly generator: string;
  /** Unix milliseconds. */
  readonly createdMs: number;
  /** What the package is about: half-open, Unix milliseconds. */
  readonly period: { readonly fromMs: number; readonly toMs: number };
  /** Systems that registers are limited to, beside what is about no system; null: they list every record. */
  readonly systems: readonly string[] | null;
  /** Signed checkpoints: the last before the period began (null where the ledger is younger), and that which covers every entry of the package. */
  readonly checkpoints: { readonly start: string | null; readonly end: string };
  /** Every member but the manifest and its signature, by path. */
  readonly members: readonly Member[];
}

export const PACKAGE_FORMAT = "tiltmeter-audit-package";
export const PACKAGE_VERSION = 1;
export const MANIFEST_PATH = "01-manifest.json";
export const SIGNATURE_PATH = "01-manifest.note";

/** The manifest's bytes: canonical JSON, members sorted by path, a line feed at the end. Throws where it is none. */
export function manifestBytes(manifest: Manifest): Uint8Array {
  const members = [...manifest.members].sort((a, b) => (a.path < b.path ? -1 : 1));
  const bytes = Buffer.from(`${canonicalJson({ ...manifest, members })}\n`, "utf8");
  parseManifest(bytes);
  return bytes;
}

/** The text that the signer signs: what it is, whose, and the digest of the manifest's bytes. */
export function manifestStatement(origin: string, sha256: string): string {
  return `${PACKAGE_FORMAT}/v${PACKAGE_VERSION}\n${origin}\nsha256:${sha256}\n`;
}

/** The manifest is of a version that this program does not know. */
export class NewerFormat extends Error {
  override readonly name = "NewerFormat";
}

/**
 * Reads a manifest from its bytes. Throws `NewerFormat` for a later version, and an `Error` that says
 * what is wrong where the bytes are no manifest: no canonical JSON, a path out of bounds, a member twice.
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MANIFEST_BYTES_MAX) {
    throw new Error(`a manifest has at most ${MANIFEST_BYTES_MAX} bytes, got ${bytes.length}`);
  }
  if (bytes.at(-1) !== 0x0a) throw new Error("a manifest ends with a line feed");
  const value = parseStrictJson(bytes.subarray(0, -1));
  const top = record(value, "the manifest");
  if (top["format"] !== PACKAGE_FORMAT) {
    throw new Error(`format must be ${PACKAGE_FORMAT}, got ${JSON.stringify(top["format"])}`);
  }
  const version = integer(top["version"], "version");
  if (version > PACKAGE_VERSION) {
    throw new NewerFormat(
      `the package has format version ${version}, this program knows up to ${PACKAGE_VERSION}; use the verifier in the package or a newer tiltmeter`,
    );
  }
  if (version !== PACKAGE_VERSION) throw new Error(`version must be 1, got ${version}`);
  only(top, FIELDS, "the manifest");
  const period = record(top["period"], "period");
  only(period, ["fromMs", "toMs"], "period");
  const checkpoints = record(top["checkpoints"], "checkpoints");
  only(checkpoints, ["start", "end"], "checkpoints");
  const start = checkpoints["start"];
  return {
    format: PACKAGE_FORMAT,
    version: PACKAGE_VERSION,
    origin: text(top["origin"], "origin"),
    signer: text(top["signer"], "signer"),
    generator: text(top["generator"], "generator"),
    createdMs: integer(top["createdMs"], "createdMs"),
    period: {
      fromMs: integer(period["fromMs"], "period.fromMs"),
      toMs: integer(period["toMs"], "period.toMs"),
    },
    checkpoints: {
      start: start === null ? null : text(start, "checkpoints.start"),
      end: text(checkpoints["end"], "checkpoints.end"),
    },
    systems: parseSystems(top["systems"]),
    members: parseMembers(top["members"]),
  };
}

function parseSystems(value: unknown): readonly string[] | null {
  if (value === null) return null;
  if (!Array.isArray(value)) throw new Error("systems must be a list of names, or null");
  return value.map((each, i) => text(each, `systems[${i}]`));
}

function parseMembers(value: unknown): readonly Member[] {
  if (!Array.isArray(value)) throw new Error("members must be a list");
  if (value.length > MEMBERS_MAX) {
    throw new Error(`a package has at most ${MEMBERS_MAX} members, got ${value.length}`);
  }
  const members = value.map((each, i) => parseMember(each, `members[${i}]`));
  for (const [i, { path }] of members.entries()) {
    const before = members[i - 1]?.path;
    if (before !== undefined && before >= path) {
      throw new Error(
        `members are sorted by path and each is there once, got ${path} after ${before}`,
      );
    }
  }
  const clash = pathClash([MANIFEST_PATH, SIGNATURE_PATH, ...members.map(({ path }) => path)]);
  if (clash !== null) throw new Error(`${clash[0]} and ${clash[1]} cannot lie beside each other`);
  return members;
}

function parseMember(value: unknown, where: string): Member {
  const member = record(value, where);
  only(member, ["path", "bytes", "sha256", "class"], where);
  const path = text(member["path"], `${where}.path`);
  const fault = memberPathFault(path);
  if (fault !== null) throw new Error(`${where}: ${fault}`);
  const sha256 = text(member["sha256"], `${where}.sha256`);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`${where}.sha256 must be 64 hex digits`);
  const found = MEMBER_CLASSES.find((each) => each === member["class"]);
  if (found === undefined) {
    throw new NewerFormat(
      `${path} is of class ${JSON.stringify(member["class"])}, which this program does not know; use the verifier in the package or a newer tiltmeter`,
    );
  }
  return { path, bytes: integer(member["bytes"], `${where}.bytes`), sha256, class: found };
}

function record(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${where} must be an object`);
  }
  return value as Readonly<Record<string, unknown>>; // checked above
}

function only(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  where: string,
): void {
  const stray = Object.keys(value).find((name) => !names.includes(name));
  if (stray !== undefined) throw new Error(`${where} has no field ${JSON.stringify(stray)}`);
}

function text(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "") throw new Error(`${where} must be a text`);
  return value;
}

function integer(value: unknown, where: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new Error(`${where} must be a whole number from 0, got ${JSON.stringify(value)}`);
  }
  return value;
}

const FIELDS = [
  "format",
  "version",
  "origin",
  "signer",
  "generator",
  "createdMs",
  "period",
  "systems",
  "checkpoints",
  "members",
];
/** About 200 bytes a member: 100,000 dossiers and documents are 20 MB; three times that is room. */
const MANIFEST_BYTES_MAX = 64 * 1024 * 1024;
const MEMBERS_MAX = 300_000;
