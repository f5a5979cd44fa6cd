import type { Baseline, Control, Nonconformity } from "@tiltmeter/rules";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Projection } from "../store/projection/projection.ts";
import type { Closing } from "./closing.ts";
import { projectedControl, projectedFeatures, projectedRecord } from "./projected.ts";
import { said } from "./said.ts";

/** Keeps the ledger's projection in the store. */
export interface Projecting {
  /** Writes what changed; all of it the first time. */
  readonly look: () => Promise<void>;
}

/**
 * Writes what others query of the ledger into the store: everything at the start, and then what changed,
 * until `closing` ends it. Nothing reads it back; a store that fails delays it and nothing else.
 */
export function runProjection(of: {
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly content: Pick<ContentStore, "get">;
  readonly controls: () => readonly Control[];
  readonly projection: Projection;
  readonly closing: Closing;
  /** Milliseconds between two looks; 0: only when it is asked for. */
  readonly everyMs: number;
  readonly log: (line: string) => void;
}): Projecting {
  const { now, ledger, projection } = of;
  const records = new Map<string, Nonconformity>();
  const features = new Map<string, { readonly key: string; readonly baseline: Baseline }>();
  let controls: readonly Control[] | null = null;
  let isFirst = true;
  /** Of the ledger, when its records and baselines were looked at last. */
  let knownSize = -1;
  let turn: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const startedMs = now();
    const { size } = ledger;
    const hasGrown = size !== knownSize;
    if (hasGrown) await lookAtRecords();
    await lookAtControls();
    if (hasGrown) await lookAtBaselines();
    knownSize = size;
    if (isFirst) await projection.forgetBefore(startedMs);
    isFirst = false;
  }

  async function lookAtRecords(): Promise<void> {
    const changed = [...ledger.state.nonconformities.values()].filter(
      (record) => records.get(record.id) !== record,
    );
    if (changed.length === 0) return;
    await projection.records(changed.map(projectedRecord), now());
    for (const record of changed) records.set(record.id, record);
  }

  async function lookAtControls(): Promise<void> {
    const present = of.controls();
    if (present === controls) return;
    const startedMs = now();
    await projection.controls(present.map(projectedControl), startedMs);
    // What is no longer in force is no longer there.
    if (controls !== null) await projection.forgetControlsBefore(startedMs);
    controls = present;
  }

  async function lookAtBaselines(): Promise<void> {
    const approved = [...ledger.state.baselines.values()].filter(
      ({ approvedMs }) => approvedMs !== null,
    );
    const last = new Map<string, string>();
    for (const each of approved.toSorted((a, b) => (a.approvedMs ?? 0) - (b.approvedMs ?? 0))) {
      last.set(each.system, each.digest);
    }
    for (const { digest, system, approvedMs } of approved) {
      const isInForce = last.get(system) === digest;
      const key = `${approvedMs} ${isInForce}`;
      const known = features.get(digest);
      if (known?.key === key) continue;
      const baseline = known?.baseline ?? (await baselineOf(digest));
      if (baseline === null) continue;
      const rows = projectedFeatures(baseline, { isInForce, approvedMs: approvedMs ?? 0 });
      await projection.features(rows, now());
      features.set(digest, { key, baseline });
    }
  }

  async function baselineOf(digest: string): Promise<Baseline | null> {
    const content = await of.content.get(digest);
    // Kept under a verified digest by whoever created the baseline, in this shape.
    return content === null ? null : { digest, ...(content as Omit<Baseline, "digest">) };
  }

  const lookOnce = (): Promise<void> => {
    const next = turn.then(look);
    turn = next.catch(() => undefined);
    return next;
  };
  if (of.everyMs > 0) watch(lookOnce, of);
  return { look: lookOnce };
}

function watch(
  look: () => Promise<void>,
  of: Pick<Parameters<typeof runProjection>[0], "everyMs" | "closing" | "log">,
): void {
  let isStopped = false;
  let turn: Promise<void> = Promise.resolve();
  const once = (): void => {
    turn = look()
      .catch((error) => {
        if (!isStopped) of.log(`the store's projection of the ledger waits: ${said(error)}`);
      })
      .then(() => {
        if (!isStopped) timer = setTimeout(once, of.everyMs).unref();
      });
  };
  let timer = setTimeout(once, 0).unref();
  of.closing.loop(null, async () => {
    isStopped = true;
    clearTimeout(timer);
    await turn;
  });
}
