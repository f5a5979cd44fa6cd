import { z } from "zod";

/** A file of a backup: its path from the data folder, with `/`, and what it holds. */
export interface BackupFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
}

/** What a backup says of itself: `manifest.json` beside its `data`. */
export interface BackupManifest {
  readonly format: typeof BACKUP_FORMAT;
  readonly version: typeof BACKUP_VERSION;
  /** Another for every backup. */
  readonly id: string;
  /** ISO 8601: the moment that its data are of. */
  readonly takenAt: string;
  /** Version of the program that wrote it. */
  readonly tiltmeter: string;
  /** Version of the layout of the data folder. */
  readonly dataVersion: number;
  /** Whether a collector ran on the data folder meanwhile. */
  readonly online: boolean;
  /** Newest signed checkpoint of the ledger, as a note; null: none was signed yet. */
  readonly checkpoint: string | null;
  /** What that checkpoint is of; the ledger may have some entries more. */
  readonly ledger: {
    readonly origin: string;
    readonly size: number;
    readonly root: string;
  } | null;
  /** Null: the store had taken nothing yet. */
  readonly journal: { readonly id: string; readonly appliedSeq: number } | null;
  /** Of a server its data are not in here: `note` says where they are. */
  readonly store:
    | { readonly kind: "embedded" }
    | { readonly kind: "server"; readonly place: string; readonly note: string };
  /** SHA-256 of the configuration file, which may hold secrets and is not in here; null: there was none. */
  readonly configuration: string | null;
  readonly files: readonly BackupFile[];
  /** Folders without a file. */
  readonly folders: readonly string[];
  /** Names that stand for a folder of the engine's. */
  readonly links: readonly { readonly path: string; readonly to: string }[];
}

export const BACKUP_FORMAT = "tiltmeter-backup";
export const BACKUP_VERSION = 1;

/** This is no backup, or not one of a kind that this program reads; the message says what to do. */
export class BackupUnusable extends Error {
  override readonly name = "BackupUnusable";
}

/**
 * Reads a manifest. Throws `BackupUnusable` where it is none, is of a newer program, or names a path
 * that leads out of the folder.
 */
export function parseManifest(text: string, path: string): BackupManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BackupUnusable(`${path} is no JSON; name the folder of a whole backup`, { cause });
  }
  const head = headShape.safeParse(value);
  if (!head.success) {
    throw new BackupUnusable(`${path} is no manifest of a backup; name the folder of one`);
  }
  if (head.data.version > BACKUP_VERSION) {
    throw new BackupUnusable(
      `${path} has format ${head.data.version}, written by tiltmeter ${head.data.tiltmeter}, and this program reads up to ${BACKUP_VERSION}: ` +
        `use tiltmeter ${head.data.tiltmeter} or a newer one`,
    );
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BackupUnusable(
    `${path}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is damaged"}; take another backup`,
  );
}

/** A path within the folder, and nothing else: plain names, none of them `.` or `..`. */
export function isInnerPath(path: string): boolean {
  return (
    path.length <= 1024 &&
    path.split("/").every((name) => /^[A-Za-z0-9._%+ -]+$/.test(name) && !/^\.{1,2}$/.test(name))
  );
}

/** The engine names its folders by links of this form alone. */
const ENGINE_LINK = /^(\.\.\/){1,3}store\/[0-9a-f]{3}\/[0-9a-f-]{36}\/?$/;

const inner = z.string().refine(isInnerPath, "leads out of the folder, or is no plain path");
const headShape = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.number().int().min(1),
  tiltmeter: z.string().max(64),
});
const shape = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(BACKUP_VERSION),
  id: z.string().regex(/^[0-9a-z-]{1,64}$/),
  takenAt: z.iso.datetime(),
  tiltmeter: z.string().max(64),
  dataVersion: z.number().int().min(1),
  online: z.boolean(),
  checkpoint: z.string().nullable(),
  ledger: z
    .strictObject({ origin: z.string(), size: z.number().int().min(0), root: z.string() })
    .nullable(),
  journal: z.strictObject({ id: z.string(), appliedSeq: z.number().int().min(0) }).nullable(),
  store: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("embedded") }),
    z.strictObject({ kind: z.literal("server"), place: z.string(), note: z.string() }),
  ]),
  configuration: z.string().nullable(),
  files: z.array(
    z.strictObject({
      path: inner,
      bytes: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  folders: z.array(inner),
  links: z.array(z.strictObject({ path: inner, to: z.string().regex(ENGINE_LINK) })),
});
