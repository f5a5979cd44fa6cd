import type { CompletenessReads, RecordCompleteness } from "@tiltmeter/dashboards";
import type { Nonconformity } from "@tiltmeter/rules";
import type { Ledger } from "../ledger/ledger.ts";
import { failureInWords, type SealFailure } from "../seals/checker.ts";
import type { Store } from "../store/store.ts";

const HOUR_MS = 3_600_000;
/** A page is loaded again and again while people work on a record. */
const KEPT_MS = 60_000;
const KEPT_MAX = 200;
/** A page has 100 ms in all; where little is stored the answer is there by then. */
const PAGE_WAIT_MS = 40;

/**
 * Makes what tells of a record whether its evidence is complete and intact: over the window that it was
 * raised on, or the hour before a person raised it.
 */
export function createRecordCompleteness(of: {
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly content: { readonly get: (digest: string) => Promise<unknown> };
  readonly seals: Pick<Store["seals"], "certificate">;
  readonly failures: () => readonly SealFailure[];
}): CompletenessReads {
  const kept = new Map<
    string,
    { readonly atMs: number; readonly answer: Promise<RecordCompleteness> }
  >();
  const recordCompleteness = async (id: string): Promise<RecordCompleteness | null> => {
    const record = of.ledger.state.nonconformities.get(id);
    if (record === undefined || record.system === "") return null;
    const known = kept.get(id);
    if (known !== undefined && Math.abs(of.now() - known.atMs) < KEPT_MS) return known.answer;
    const answer = windowOf(record, of.content).then((window) =>
      certify({ system: record.system, ...window }, of),
    );
    kept.set(id, { atMs: of.now(), answer });
    answer.catch(() => kept.delete(id));
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_MAX) break;
      kept.delete(oldest);
    }
    return answer;
  };
  return {
    recordCompleteness,
    recordCompletenessSoon: (id) => {
      const answer = recordCompleteness(id);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => resolve("counting"), PAGE_WAIT_MS);
        answer.then(resolve, reject).finally(() => clearTimeout(timer));
      });
    },
  };
}

async function certify(
  asked: { readonly system: string; readonly fromMs: number; readonly toMs: number },
  of: Pick<Parameters<typeof createRecordCompleteness>[0], "ledger" | "seals" | "failures">,
): Promise<RecordCompleteness> {
  const { batches, classes, producers } = await of.seals.certificate(asked);
  let [sealed, unsealed] = [0, 0];
  const broken: string[] = [];
  for (const { journal, fromSeq, toSeq, rows } of batches) {
    const upTo = of.ledger.state.seals.get(journal)?.toSeq ?? 0;
    // Batches are sealed in order, so a window that reaches beyond the last seal waits as a whole.
    if (toSeq <= upTo) sealed += rows;
    else unsealed += rows;
    const touching = of
      .failures()
      .filter((each) => each.journal === journal && each.toSeq >= fromSeq && each.fromSeq <= toSeq);
    broken.push(...touching.map(failureInWords));
  }
  return {
    ...asked,
    producers,
    classes,
    sampled: null,
    sealed,
    unsealed,
    broken: broken.slice(0, 20),
  };
}

async function windowOf(
  { evidence, firstBreachMs, raisedMs }: Nonconformity,
  content: { readonly get: (digest: string) => Promise<unknown> },
): Promise<{ readonly fromMs: number; readonly toMs: number }> {
  const snapshot = evidence === null ? null : await content.get(evidence);
  const window = isWindowed(snapshot) ? snapshot.window : null;
  if (window !== null) return { fromMs: window.fromMs, toMs: window.toMs };
  return { fromMs: Math.min(firstBreachMs, raisedMs) - HOUR_MS, toMs: raisedMs };
}

function isWindowed(
  value: unknown,
): value is { readonly window: { readonly fromMs: number; readonly toMs: number } } {
  if (typeof value !== "object" || value === null || !("window" in value)) return false;
  const { window } = value;
  return (
    typeof window === "object" &&
    window !== null &&
    "fromMs" in window &&
    "toMs" in window &&
    typeof window.fromMs === "number" &&
    typeof window.toMs === "number"
  );
}
