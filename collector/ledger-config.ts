import { z } from "zod";

/** What `serve` can be told of the ledger's signatures. */
export interface LedgerConfig {
  /** Name of the log in its checkpoints, from the first start on; null: an opaque one is made up. */
  readonly name: string | null;
  /** Id of a signing key that is lost for good; null: none is. */
  readonly lostKey: string | null;
  readonly checkpointMs: number;
  readonly heartbeatMs: number;
  /** How often a checkpoint is shown to others. */
  readonly anchorMs: number;
  /** Where copies go; null: into a folder beside the data, which is better than nothing. */
  readonly copies: readonly CopyConfig[] | null;
  readonly timestamps: readonly (Remote & {
    /** File with the certificates that are trusted to issue the authority's; PEM. */
    readonly certificates: string;
  })[];
  readonly witnesses: readonly (Remote & { readonly key: string })[];
  readonly rekor: readonly (Remote & { readonly key: string })[];
}

/** A place for copies of checkpoints. */
export type CopyConfig = { readonly folder: string } | Remote;

interface Remote {
  readonly url: string;
  /** Allows an address of a private network. */
  readonly allowPrivate: boolean;
}

/** Each is asked once an interval and leaves an entry. */
const ANCHORS_MAX = 10;

const remote = {
  url: z.url({ protocol: /^https?$/, message: "must be an http or https URL" }),
  allow_private: z.boolean().default(false),
};
const key = z
  .string()
  .regex(
    /^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/,
    "is a verifier key, NAME+ID+KEY, as its operator publishes it",
  );

const shape = {
  name: z
    .string()
    .regex(/^[^\s+]{1,200}$/u, "has 1 to 200 characters without spaces and plus, such as acme/ai")
    .nullable()
    .default(null),
  lost_key: z
    .string()
    .regex(/^[0-9a-f]{8}$/, "is the id of the lost key, eight hex digits in quotes")
    .nullable()
    .default(null),
  checkpoint_every: z.number().min(1).max(3600).default(10),
  heartbeat_every: z.number().min(10).max(86_400).default(300),
  anchor_every: z.number().min(60).max(604_800).default(3600),
  copies: z
    .array(
      z.union([z.strictObject({ folder: z.string().min(1) }), z.strictObject(remote)], {
        message: "is { folder: PATH } or { url: ADDRESS }",
      }),
    )
    .max(ANCHORS_MAX)
    .nullable()
    .default(null),
  timestamps: z
    .array(z.strictObject({ ...remote, certificates: z.string().min(1) }))
    .max(ANCHORS_MAX)
    .default([]),
  witnesses: z
    .array(z.strictObject({ ...remote, key }))
    .max(ANCHORS_MAX)
    .default([]),
  rekor: z
    .array(z.strictObject({ ...remote, key }))
    .max(ANCHORS_MAX)
    .default([]),
};

/** `ledger:` in the configuration. */
export const ledgerFile: z.ZodType<LedgerConfig> = z.strictObject(shape).transform((of) => ({
  name: of.name,
  lostKey: of.lost_key,
  checkpointMs: Math.round(of.checkpoint_every * 1000),
  heartbeatMs: Math.round(of.heartbeat_every * 1000),
  anchorMs: Math.round(of.anchor_every * 1000),
  copies: of.copies?.map((each) => ("folder" in each ? each : placed(each))) ?? null,
  timestamps: of.timestamps.map(({ certificates, ...each }) => ({ ...placed(each), certificates })),
  witnesses: of.witnesses.map(({ key, ...each }) => ({ ...placed(each), key })),
  rekor: of.rekor.map(({ key, ...each }) => ({ ...placed(each), key })),
}));

/** The keys that may stand there. */
export const LEDGER_SHAPE: object = shape;

/** The ledger of a configuration that does not speak of it. */
export const LEDGER_DEFAULTS: LedgerConfig = ledgerFile.parse({});

/** The same with its paths as `resolve` makes them. */
export function resolvedLedger(of: LedgerConfig, resolve: (path: string) => string): LedgerConfig {
  return {
    ...of,
    copies:
      of.copies?.map((each) => ("folder" in each ? { folder: resolve(each.folder) } : each)) ??
      null,
    timestamps: of.timestamps.map((each) => ({
      ...each,
      certificates: resolve(each.certificates),
    })),
  };
}

function placed(of: { readonly url: string; readonly allow_private: boolean }): Remote {
  return { url: of.url, allowPrivate: of.allow_private };
}
