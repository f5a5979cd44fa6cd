import { z } from "zod";

/** What `serve` can be told of the ledger's signatures. */
export interface LedgerConfig {
  /** Name of the log in its checkpoints, from the first start on; null: an opaque one is made up. */
  readonly name: string | null;
  /** Id of a signing key that is lost for good; null: none is. */
  readonly lostKey: string | null;
  readonly checkpointMs: number;
  readonly heartbeatMs: number;
}

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
};

/** `ledger:` in the configuration. */
export const ledgerFile: z.ZodType<LedgerConfig> = z.strictObject(shape).transform((of) => ({
  name: of.name,
  lostKey: of.lost_key,
  checkpointMs: Math.round(of.checkpoint_every * 1000),
  heartbeatMs: Math.round(of.heartbeat_every * 1000),
}));

/** The keys that may stand there. */
export const LEDGER_SHAPE: object = shape;

/** The ledger of a configuration that does not speak of it. */
export const LEDGER_DEFAULTS: LedgerConfig = ledgerFile.parse({});
