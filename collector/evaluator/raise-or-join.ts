import {
  type Control,
  closedBefore,
  type Episode,
  isOpen,
  type Labels,
  type Nonconformity,
  raise,
  standingRecord,
  yearOf,
} from "@tiltmeter/rules";
import { cut } from "./bounded-labels.ts";
import type { Governance, GovernanceEntry } from "./governance.ts";

/** Episodes of one matter, ready to be recorded. */
export interface Matter {
  readonly control: Control;
  readonly fingerprint: string;
  readonly group: Labels;
  /** At least one, worst first. */
  readonly episodes: readonly Episode[];
  /** Digest of the evidence snapshot. */
  readonly evidence: string;
  readonly limit?: string;
  readonly notes?: readonly string[];
  /** In place of the generated statement. */
  readonly statement?: string;
}

/**
 * Entries that raise a record for each matter, or add its episodes to the record that is open.
 *
 * Decided over the state that the entries are appended to, so a fingerprint never has two open
 * records and no number is given twice.
 */
export function raiseOrJoin(
  state: Governance,
  matters: readonly Matter[],
  atMs: number,
): { readonly entries: readonly GovernanceEntry[]; readonly raised: readonly string[] } {
  const entries: GovernanceEntry[] = [];
  const raised: string[] = [];
  for (const each of matters) {
    // What a record holds is raised, whatever has become of the record since: this is a replay.
    const fresh = each.episodes.filter(({ id }) => !state.episodes.has(id));
    if (fresh.length === 0) continue;
    const matter = { ...each, episodes: fresh };
    const before = recordOf(state, matter.fingerprint);
    if (before !== null && isOpen(before)) {
      entries.push(...joining(before, matter, atMs));
      continue;
    }
    const number = (state.raisedInYear.get(yearOf(atMs)) ?? 0) + raised.length + 1;
    const recurring = closedBefore(state.nonconformities, before);
    const record = raisedFrom(matter, number, atMs, recurring);
    raised.push(record.id);
    // An entry has at most 64 KiB, so the worst episodes go with the record and the others follow it.
    const first = { ...record, episodes: record.episodes.slice(0, EPISODES_WITH_RECORD) };
    const { fingerprint } = matter;
    entries.push({ type: "nonconformity_raised", atMs, by: MACHINE, fingerprint, record: first });
    entries.push(...joining(first, matter, atMs));
  }
  return { entries, raised };
}

function recordOf(state: Governance, fingerprint: string): Nonconformity | null {
  return standingRecord(state.nonconformities, state.byFingerprint.get(fingerprint) ?? "");
}

function raisedFrom(
  matter: Matter,
  number: number,
  raisedMs: number,
  recurring: Nonconformity | null,
): Nonconformity {
  const again =
    recurring === null ? {} : { recurrenceOf: recurring.id, recurring: recurring.severity };
  const record = raise({ ...matter, number, raisedMs, ...again });
  const text = (generated: string): string => cut(matter.statement ?? generated, STATEMENT_MAX);
  return {
    ...record,
    clauses: boundedClauses(record.clauses),
    statement: text(record.statement),
    steps: record.steps.map((step) => ({ ...step, text: text(step.text) })),
  };
}

function boundedClauses(clauses: Nonconformity["clauses"]): Nonconformity["clauses"] {
  const frameworks = Object.entries(clauses).slice(0, FRAMEWORKS_MAX);
  return Object.fromEntries(
    frameworks.map(([framework, ids]) => [
      cut(framework, CLAUSE_MAX),
      ids.slice(0, CLAUSES_MAX).map((id) => cut(id, CLAUSE_MAX)),
    ]),
  );
}

function joining(record: Nonconformity, matter: Matter, atMs: number): readonly GovernanceEntry[] {
  const held = new Set(record.episodes.map(({ id }) => id));
  const { evidence } = matter;
  return matter.episodes
    .filter(({ id }) => !held.has(id))
    .slice(0, Math.max(0, EPISODES_MAX - held.size))
    .map((episode) => ({
      type: "nonconformity_episode_added",
      atMs,
      by: MACHINE,
      id: record.id,
      episode,
      evidence,
    }));
}

/** Who the ledger names for what no person did. */
export const MACHINE = "tiltmeter";

// An entry has at most 64 KiB. With three bytes a character: five episodes of five labels of 128 are
// 10 kB, the statement (twice) 18, title and requirement 12, clauses 16.
const EPISODES_WITH_RECORD = 5;
const STATEMENT_MAX = 3000;
const FRAMEWORKS_MAX = 8;
const CLAUSES_MAX = 16;
const CLAUSE_MAX = 40;
/** A record is read by people; the steps of further instances are in the ledger all the same. */
const EPISODES_MAX = 500;
