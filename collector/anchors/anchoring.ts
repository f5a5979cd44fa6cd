import type { NoteSignature } from "../tlog/signed-note.ts";
import { type Anchor, AnchorRefused, type Shown } from "./anchor.ts";

/** How an anchor stands, as the ledger has it. */
export interface AnchorStanding {
  readonly obtained: { readonly atMs: number; readonly size: number } | null;
  readonly failure: { readonly failures: number; readonly nextMs: number } | null;
}

type Kind = Anchor["kind"];

/** What is recorded of a try. */
export type AnchorEntry =
  | {
      readonly type: "anchor_obtained";
      readonly anchor: string;
      readonly kind: Kind;
      readonly size: number;
      readonly root: string;
      readonly document: string;
      readonly attestedMs: number | null;
    }
  | {
      readonly type: "anchor_failed";
      readonly anchor: string;
      readonly kind: Kind;
      readonly size: number;
      readonly failures: number;
      readonly detail: string;
      readonly nextMs: number;
    };

/** What anchoring works on. */
export interface AnchoringDeps {
  readonly anchors: readonly Anchor[];
  readonly everyMs: number;
  readonly standing: (name: string) => AnchorStanding | null;
  /** The newest checkpoint; null: nothing is there yet. `lastSize` is filled in here. */
  readonly checkpoint: (nowMs: number) => Promise<Omit<Shown, "lastSize"> | null>;
  /** Keeps a document; resolves with its digest. */
  readonly keep: (document: object) => Promise<string>;
  readonly record: (entry: AnchorEntry, nowMs: number) => Promise<void>;
  /** Puts others' signatures under the checkpoint. */
  readonly cosign: (
    shown: Omit<Shown, "lastSize">,
    signatures: readonly NoteSignature[],
  ) => Promise<void>;
  /** Uniform in [0, 1): jitter. */
  readonly random: () => number;
}

/**
 * Shows checkpoints to every anchor when that is due, beside everything else: what fails is recorded and
 * tried again, first after a minute, then twice as long each time, up to the interval. Nothing waits
 * for it.
 */
export function createAnchoring(of: AnchoringDeps): {
  readonly tick: (nowMs: number) => Promise<void>;
  readonly stop: () => void;
} {
  const stopping = new AbortController();
  const busy = new Set<string>();

  function isDue(name: string, nowMs: number): boolean {
    const standing = of.standing(name);
    if (standing === null) return true;
    if (standing.failure !== null) return nowMs >= standing.failure.nextMs;
    return standing.obtained === null || nowMs - standing.obtained.atMs >= of.everyMs;
  }

  async function anchor(each: Anchor, nowMs: number): Promise<void> {
    const { name, kind } = each;
    const shown = await of.checkpoint(nowMs);
    if (shown === null) return;
    const standing = of.standing(name);
    const said = { anchor: name, kind, size: shown.head.size };
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(TRY_MS_MAX)]);
    try {
      const lastSize = standing?.obtained?.size ?? 0;
      const got = await each.obtain({ ...shown, lastSize }, signal);
      const document = await of.keep(got.document);
      const root = Buffer.from(shown.head.root).toString("hex");
      const { attestedMs } = got;
      await of.record({ type: "anchor_obtained", ...said, root, document, attestedMs }, nowMs);
      if (got.signatures.length > 0) await of.cosign(shown, got.signatures);
    } catch (error) {
      if (stopping.signal.aborted) return;
      const failures = (standing?.failure?.failures ?? 0) + 1;
      const waitMs = Math.min(of.everyMs, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20));
      // Half of it at least, so that many collectors do not come back at once.
      const nextMs = nowMs + Math.round(waitMs * (0.5 + of.random() / 2));
      const detail = detailOf(error);
      await of.record({ type: "anchor_failed", ...said, failures, detail, nextMs }, nowMs);
    }
  }

  return {
    async tick(nowMs) {
      const due = of.anchors.filter(({ name }) => !busy.has(name) && isDue(name, nowMs));
      for (const { name } of due) busy.add(name);
      const tried = due.map((each) =>
        anchor(each, nowMs).finally(() => {
          busy.delete(each.name);
        }),
      );
      await Promise.all(tried);
    },
    stop: () => stopping.abort(),
  };
}

/** Errors of the network may repeat an address with its token: only ours are told in full. */
function detailOf(error: unknown): string {
  if (error instanceof AnchorRefused) return error.message.slice(0, DETAIL_MAX);
  if (!(error instanceof Error)) return "it failed";
  if (error.name === "CallRefused" || error.name === "Malformed") {
    return error.message.slice(0, DETAIL_MAX);
  }
  if (error.name === "TimeoutError") return "no answer in time";
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return `it cannot be reached (${code.slice(0, 64)})`;
}

/** A public log answers after some seconds. */
const TRY_MS_MAX = 30_000;
const FIRST_WAIT_MS = 60_000;
const DETAIL_MAX = 300;
