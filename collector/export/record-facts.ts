import { isOpen, type Nonconformity } from "@tiltmeter/rules";

/** A time by which something has to be done about a record, and whether it was. */
export interface KnownClock {
  /** `acknowledge`, `contain`, or the id of a duty to report. */
  readonly name: string;
  readonly title: string;
  readonly startMs: number;
  readonly dueMs: number;
  readonly standing: "met" | "on_track" | "at_risk" | "breached" | "set_aside" | "unknown";
  /** When it was met; null: it was not, or nobody knows when. */
  readonly metMs: number | null;
  /** Where it comes from: a law with its article, or the organisation's own policy. */
  readonly source: string;
  /** A law's own words with what each reading of it says; null: it comes from no law. */
  readonly words: string | null;
}

/** When it came into its present state. */
export function sinceMs(record: Nonconformity): number {
  return record.steps.findLast(({ to }) => to === record.state)?.atMs ?? record.raisedMs;
}

/** When people were done with it; null while they are not. */
export function doneMs(record: Nonconformity): number | null {
  return isOpen(record) ? null : sinceMs(record);
}

/** Raised before a period's end, and not done with before it began. */
export function touches(
  record: Nonconformity,
  period: { readonly fromMs: number; readonly toMs: number },
): boolean {
  const done = doneMs(record);
  return record.raisedMs < period.toMs && (done === null || done >= period.fromMs);
}

/** A label of what it is about: `model_version`, `segment.region`; null where it has none. */
export function labelOf(record: Nonconformity, name: string): string | null {
  const [worst] = record.episodes;
  return record.group[name] ?? worst?.instance[name] ?? null;
}

/** Every document that stands for it as evidence: of the raise, and of episodes that joined. */
export function evidenceOf(
  record: Nonconformity,
  entries: readonly { readonly entry: object }[],
): readonly string[] {
  const joined = entries.flatMap(({ entry }) => {
    const { type, evidence } = entry as { type?: unknown; evidence?: unknown }; // checked here
    return type === "nonconformity_episode_added" && typeof evidence === "string" ? [evidence] : [];
  });
  return [...new Set([...(record.evidence === null ? [] : [record.evidence]), ...joined])];
}
