import type { LedgerAnchor, LedgerPast, LedgerStanding } from "@tiltmeter/dashboards";
import { directiveStanding, isOpen } from "@tiltmeter/rules";
import type { LedgerApi } from "../http/api/ledger.ts";
import { consistencyProof, inclusionProof, NotPublished } from "../ledger/proofs.ts";
import { parseVkey } from "../tlog/note-key.ts";
import { printNote } from "../tlog/signed-note.ts";
import { parseTilePath } from "../tlog/tiles.ts";
import type { RunningLedger } from "./run-ledger.ts";
import { plannedSilence } from "./started-maintenance.ts";

/** What pages read of the ledger. */
export interface LedgerReads {
  readonly ledger: () => Promise<LedgerStanding>;
  readonly ledgerAt: (of: { readonly atMs: number }) => Promise<LedgerPast>;
}

/** Answers of pages and API about the ledger, from what keeps it. */
export function openLedgerReads(of: {
  readonly running: RunningLedger;
  readonly now: () => number;
  readonly anchors: () => readonly LedgerAnchor[];
  readonly anchorEveryMs: number;
  readonly content: (digest: string) => Promise<unknown>;
}): LedgerReads & LedgerApi {
  const { running, now } = of;
  const { ledger, folder, checkpoints, past, signing } = running;

  async function proven<T>(make: () => Promise<T>): Promise<T | { readonly beyond: string }> {
    try {
      return await make();
    } catch (error) {
      if (error instanceof NotPublished) return { beyond: error.message };
      throw error;
    }
  }

  /** What was appended a moment ago can be proven at once. */
  async function reach(size: number): Promise<void> {
    const there = folder.published?.head.size ?? 0;
    if (size > there && size <= ledger.size) await checkpoints.publish(now());
  }

  const summary = async (size: number): Promise<LedgerPast> => {
    const state = await past.stateAt(size);
    const lastMs = size === 0 ? null : await past.stampOf(size - 1);
    const records = [...state.nonconformities.values()];
    const { controls } = state;
    return {
      size,
      root: await past.rootAt(size),
      lastMs,
      nonconformities: records.length,
      open: records.filter(isOpen).length,
      systems: state.systems.size,
      controls:
        controls === null
          ? 0
          : typeof controls.controls === "number"
            ? controls.controls
            : controls.controls.length,
      baselines: [...state.baselines.values()].filter((each) => each.approvedMs !== null).length,
      suspended: [...state.directives]
        .filter(([, directive]) => directiveStanding(directive, lastMs ?? 0) === "suspended")
        .map(([system]) => system)
        .sort(),
    };
  };

  return {
    async ledger() {
      const { state } = ledger;
      const published = folder.published;
      return {
        origin: signing.origin,
        size: ledger.size,
        root: ledger.root,
        checkpoint: published && {
          size: published.head.size,
          text: printNote(published.note),
          atMs: checkpoints.latestMs(),
        },
        keys: (state.signing?.keys ?? []).map((key) => ({ ...key, id: parseVkey(key.vkey).id })),
        heartbeat: state.heartbeat,
        silences: [...state.silences]
          .reverse()
          .map((each) => ({ ...each, maintenance: plannedSilence(state, each) })),
        gaps: [...state.gaps].reverse(),
        seals: [...state.seals].map(([journal, { toSeq }]) => ({ journal, toSeq })),
        reconciled: [...state.reconciled.values()].map(({ journal, atMs, toSeq, agrees }) => ({
          ...{ journal, atMs, toSeq, agrees },
        })),
        erasures: state.erasures.length,
        anchors: of.anchors(),
        anchorEveryMs: of.anchorEveryMs,
      };
    },
    ledgerAt: async ({ atMs }) => summary(await past.sizeAt(atMs)),
    anchorDocument: async (digest) => {
      const document = /^[0-9a-f]{64}$/.test(digest) ? await of.content(digest) : null;
      if (typeof document !== "object" || document === null) return null;
      // The store holds evidence as well, which has an address of its own.
      return "kind" in document && "checkpoint" in document ? document : null;
    },
    summaryAt: async (size) => (size > ledger.size ? null : summary(size)),
    checkpoint: () => folder.published && printNote(folder.published.note),
    tile: async (path) => {
      try {
        return await folder.read(parseTilePath(path));
      } catch (error) {
        if (error instanceof Error && error.name === "Malformed") return null;
        throw error;
      }
    },
    entries: async ({ from, limit }) => {
      const items: Awaited<ReturnType<LedgerApi["entries"]>>["items"][number][] = [];
      if (from < ledger.size) {
        for await (const each of ledger.entries(from)) {
          items.push(each);
          if (items.length === limit) break;
        }
      }
      return { items, size: ledger.size };
    },
    inclusion: async (asked) => {
      await reach(Math.max(asked.size ?? 0, asked.index + 1));
      return proven(() => inclusionProof(asked, { ledger, folder }));
    },
    consistency: async (asked) => {
      await reach(Math.max(asked.from, asked.to ?? 0));
      return proven(() => consistencyProof(asked, { folder }));
    },
    rotateKey: (by) => signing.rotate({ by, nowMs: now() }),
  };
}
