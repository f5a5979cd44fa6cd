import type { LedgerApi } from "tiltmeter/http/api/ledger";
import { LEDGER, LEDGER_PAST } from "../../dashboards/fixture-ledger.ts";

const ENTRIES = Array.from({ length: 5 }, (_, index) => ({
  index,
  leafHash: String(index).repeat(64),
  entry: { type: "ledger_heartbeat", atMs: index, by: "tiltmeter", everyMs: 1 },
}));

/** A ledger of five entries that are constants, four of them signed. */
export function benchLedger(): LedgerApi {
  const proof = { proof: ["AAAA"], root: "BBBB" };
  const beyond = { beyond: "the newest checkpoint is of 4 entries" };
  return {
    checkpoint: () => LEDGER.checkpoint?.text ?? null,
    tile: async (path) => (path === "tile/0/000.p/4" ? new Uint8Array(128).fill(7) : null),
    entries: async ({ from, limit }) => ({
      items: ENTRIES.slice(from, from + limit),
      size: ENTRIES.length,
    }),
    inclusion: async ({ index, size }) =>
      index >= 4
        ? beyond
        : {
            ...{ index, size: size ?? 4, leafHash: "CCCC", ...proof },
            tlogProof: size === null ? "c2sp.org/tlog-proof@v1\n" : null,
          },
    consistency: async ({ from, to }) =>
      from > 4 ? beyond : { from, fromRoot: "AAAA", to: to ?? 4, toRoot: "BBBB", proof: [] },
    ledger: async () => LEDGER,
    ledgerAt: async () => LEDGER_PAST,
    anchorDocument: async (digest) =>
      digest === "d1".repeat(32) ? { kind: "copy", checkpoint: "log-4f1d\n" } : null,
    summaryAt: async (size) => (size <= 5 ? { ...LEDGER_PAST, size } : null),
    rotateKey: async () => "log-4f1d+0a91b2c3+AQ==",
  };
}
