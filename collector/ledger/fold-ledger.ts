import type { Draft } from "./draft.ts";
import type {
  AnchorFailed,
  AnchorObtained,
  LedgerHeartbeat,
  LedgerSnapshot,
  SigningKeyIntroduced,
  SigningKeyRotated,
} from "./entries/ledger.ts";
import { illegal } from "./illegal-entry.ts";
import type { AnchorState } from "./state.ts";

/** A sign of life; where the one before lies further back than it should, nobody knows what was. */
export function applyHeartbeat(draft: Draft, { atMs, everyMs }: LedgerHeartbeat): void {
  const before = draft.heartbeat;
  if (before !== null && atMs - before.lastMs > SILENT_INTERVALS * before.everyMs) {
    draft.silences = [...draft.silences, { fromMs: before.lastMs, toMs: atMs }];
  }
  draft.heartbeat = { lastMs: atMs, everyMs, count: (before?.count ?? 0) + 1 };
}

/** The first key, or the next after one that was lost. */
export function applyIntroduction(draft: Draft, entry: SigningKeyIntroduced): void {
  const current = draft.signing?.keys.at(-1);
  if (current?.vkey !== entry.lost) {
    throw illegal(draft, entry, `the key in use is ${current?.vkey ?? "none"}`);
  }
  const { vkey, atMs, origin } = entry;
  const key = { vkey, sinceMs: atMs, index: draft.size, by: entry.by, isSignedByFormer: false };
  draft.signing = {
    origin: draft.signing?.origin ?? origin,
    keys: [...(draft.signing?.keys ?? []), key],
  };
}

/** The next key, which the one before has signed. */
export function applyRotation(draft: Draft, entry: SigningKeyRotated): void {
  const signing = draft.signing;
  const current = signing?.keys.at(-1)?.vkey;
  if (signing === null || current !== entry.from) {
    throw illegal(draft, entry, `the key in use is ${current ?? "none"}`);
  }
  const { to: vkey, atMs: sinceMs, by } = entry;
  const key = { vkey, sinceMs, index: draft.size, by, isSignedByFormer: true };
  draft.signing = { ...signing, keys: [...signing.keys, key] };
}

/** How an anchor stands: what it last vouched for, and what has failed since. */
export function applyAnchor(draft: Draft, entry: AnchorObtained | AnchorFailed): void {
  const before = draft.anchors.get(entry.anchor);
  const next: AnchorState =
    entry.type === "anchor_obtained"
      ? { kind: entry.kind, obtained: entry, failure: null, count: (before?.count ?? 0) + 1 }
      : {
          kind: entry.kind,
          obtained: before?.obtained ?? null,
          failure: entry,
          count: before?.count ?? 0,
        };
  draft.anchors.set(entry.anchor, next);
}

/** The newest snapshots; older ones are still named in their entries. */
export function applySnapshot(draft: Draft, { size, digest, atMs }: LedgerSnapshot): void {
  draft.snapshots = [...draft.snapshots, { size, digest, atMs }].slice(-SNAPSHOTS_KNOWN);
}

/** One may be late; two are missing. */
const SILENT_INTERVALS = 2.5;
const SNAPSHOTS_KNOWN = 64;
