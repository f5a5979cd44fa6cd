import type { Containment, Nonconformity } from "@tiltmeter/rules";
import type { ExaminerOptions } from "./sources.ts";
import type { Trying } from "./trying.ts";

/** The last suspension since the first breach, and what came in all the same; null: there was none. */
export async function containment(
  record: Nonconformity,
  of: Pick<ExaminerOptions, "ledger" | "store">,
  { nowMs, found }: { readonly nowMs: number; readonly found: Trying },
): Promise<Containment | null> {
  const { system, firstBreachMs } = record;
  const directive = of.ledger.state.directives.get(system);
  let [sinceMs, endedMs]: [number | null, number | null] = [null, null];
  for (const event of directive?.history ?? []) {
    if (event.atMs < firstBreachMs) continue;
    // Another end of the same suspension begins none.
    if (event.type === "system_suspended" && (sinceMs === null || endedMs !== null)) {
      [sinceMs, endedMs] = [event.atMs, null];
    }
    if (event.type === "system_resumed" && sinceMs !== null) endedMs = event.endedMs;
  }
  if (sinceMs === null) return null;
  const span = { fromMs: sinceMs, toMs: endedMs ?? nowMs };
  const predictions =
    span.toMs <= span.fromMs
      ? 0
      : await found.ask("predictions during the suspension", () =>
          of.store.affectedPredictions({ system, windows: [span], groups: [] }),
        );
  return { sinceMs, endedMs, predictions };
}
