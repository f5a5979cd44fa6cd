import type { LedgerPast, LedgerStanding } from "@tiltmeter/dashboards";
import { HOUR, MINUTE, NOW } from "./fixture-world.ts";

const key = {
  id: "c74f20a3",
  vkey: "log-4f1d+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  sinceMs: NOW - 900 * HOUR,
  index: 0,
  by: "tiltmeter",
  isSignedByFormer: false,
};

/** A ledger of some weeks, with a rotated key, a silence and an anchor that fails. */
export const LEDGER: LedgerStanding = {
  origin: "log-4f1d",
  size: 18_442,
  root: "9f".repeat(32),
  checkpoint: {
    size: 18_440,
    text: "log-4f1d\n18440\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— log-4f1d x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
    atMs: NOW - 8_000,
  },
  keys: [
    key,
    {
      ...key,
      id: "0a91b2c3",
      sinceMs: NOW - 90 * HOUR,
      index: 14_120,
      by: "mara",
      isSignedByFormer: true,
    },
  ],
  heartbeat: { lastMs: NOW - 2 * MINUTE, everyMs: 300_000, count: 9_120 },
  silences: [{ fromMs: NOW - 40 * HOUR, toMs: NOW - 38 * HOUR, maintenance: null }],
  gaps: [],
  seals: [{ journal: "5f0c7e1a-0000-4000-8000-000000000000", toSeq: 90_640 }],
  reconciled: [
    {
      ...{ journal: "5f0c7e1a-0000-4000-8000-000000000000", atMs: NOW - 25 * MINUTE },
      ...{ toSeq: 90_600, agrees: true },
    },
  ],
  erasures: 1,
  anchors: [
    {
      name: "copy",
      kind: "copy",
      where: "checkpoints",
      warning: "on the same disk as the ledger; name a folder elsewhere",
      obtained: {
        atMs: NOW - 20 * MINUTE,
        size: 18_400,
        attestedMs: null,
        document: "d1".repeat(32),
      },
      failure: null,
    },
    {
      name: "timestamp",
      kind: "rfc3161",
      where: "tsa.example",
      warning: null,
      obtained: {
        atMs: NOW - 3 * HOUR,
        size: 18_010,
        attestedMs: NOW - 3 * HOUR,
        document: "d2".repeat(32),
      },
      failure: {
        atMs: NOW - 20 * MINUTE,
        failures: 3,
        detail: "the receiver answered 503",
        nextMs: NOW + 20 * MINUTE,
      },
    },
  ],
  anchorEveryMs: HOUR,
};

/** That ledger at some earlier time. */
export const LEDGER_PAST: LedgerPast = {
  size: 9_001,
  root: "3c".repeat(32),
  lastMs: NOW - 500 * HOUR,
  nonconformities: 12,
  open: 4,
  systems: 6,
  controls: 31,
  baselines: 5,
  suspended: ["support-assistant"],
};
