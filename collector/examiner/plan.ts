import {
  type DirectiveEvent,
  type EffectivenessPlan,
  isOf,
  lastingLabels,
  type Nonconformity,
  planEffectiveness,
  type RecentWindow,
} from "@tiltmeter/rules";
import type { ExaminerOptions, Span } from "./sources.ts";

/** Windows that say how much traffic there is, and the time that they may be of. */
const RECENT_WINDOWS = 200;
const RECENT_MS = 30 * 86_400_000;
/** Rows of one control and system: a hundred instances of that many windows. */
const ROWS_MAX = 20_000;

/**
 * The plan of a record as it would be made now. Never rejects: where the evaluations cannot be read,
 * the plan says that it does not know how long it takes.
 */
export async function planFor(
  record: Nonconformity,
  of: ExaminerOptions,
  nowMs: number,
): Promise<EffectivenessPlan> {
  const { control: id, system, controlRevision } = record;
  const control = id === null ? null : of.control(id, system);
  const [breached, recent] = await Promise.all([
    controlRevision === null || controlRevision === control?.revision
      ? control
      : of.formerly(controlRevision).catch(() => null),
    id === null || control === null ? null : recentWindows(record, id, of, nowMs).catch(() => null),
  ]);
  return planEffectiveness(record, {
    nowMs,
    control,
    breached,
    baseline: of.baseline(system),
    recent,
    clockMs: of.effectivenessMs(record.severity),
  });
}

/** What its instances had of late: before a suspension, since during it nothing comes in. */
async function recentWindows(
  record: Nonconformity,
  control: string,
  { store, ledger }: ExaminerOptions,
  nowMs: number,
): Promise<readonly RecentWindow[]> {
  const { system } = record;
  const directive = ledger.state.directives.get(system);
  const toMs = Math.min(nowMs, directive?.suspension?.sinceMs ?? nowMs);
  const stood = standstills(directive?.history ?? []);
  const rows = await store.evaluations({
    control,
    ...(system === "" ? {} : { system }),
    fromMs: toMs - RECENT_MS,
    toMs: toMs + 1,
    limit: ROWS_MAX,
  });
  const about = record.episodes.map(({ instance }) => lastingLabels(instance));
  const own = rows.filter(
    ({ instance, windowEndMs, verdict }) =>
      about.some((labels) => isOf(labels, instance)) &&
      // Nothing came since nothing was let through: that says nothing of the traffic.
      !(verdict.kind === "no_data" && stood.some((span) => isWithin(windowEndMs, span))),
  );
  const ends = [...new Set(own.map(({ windowEndMs }) => windowEndMs))].slice(0, RECENT_WINDOWS);
  const oldestMs = ends.at(-1) ?? toMs;
  return own.filter(({ windowEndMs }) => windowEndMs >= oldestMs);
}

/** When the system was suspended and let run again, as far back as its directive remembers. */
function standstills(history: readonly DirectiveEvent[]): readonly Span[] {
  const spans: Span[] = [];
  let sinceMs: number | null = null;
  for (const event of history) {
    if (event.type === "system_suspended") sinceMs ??= event.atMs;
    if (event.type !== "system_resumed" || sinceMs === null) continue;
    spans.push({ fromMs: sinceMs, toMs: event.endedMs });
    sinceMs = null;
  }
  return spans;
}

/** A window that ends in a standstill, or up to an hour after it, had little of its time. */
function isWithin(endMs: number, { fromMs, toMs }: Span): boolean {
  return endMs > fromMs && endMs <= toMs + AFTER_MS;
}

const AFTER_MS = 3_600_000;
