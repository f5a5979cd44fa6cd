import {
  type ClockTerms,
  clocksOf,
  type DutyPolicy,
  type Nonconformity,
  type Statute,
  type StatutoryClock,
  statutoryClocks,
} from "@tiltmeter/rules";
import type { KnownClock } from "../export/record-facts.ts";
import type { GovernanceState } from "../ledger/state.ts";

/** The clocks of a record at an instant: those of the policy, then those of laws, with where they come from. */
export function recordClocks(
  record: Nonconformity,
  of: {
    readonly state: Pick<GovernanceState, "policy" | "incidents">;
    readonly statutes: readonly Statute[];
    /** What the clocks of a policy are computed with; null: of what is shipped. */
    readonly termsOf: (policy: DutyPolicy | null) => ClockTerms;
    readonly nowMs: number;
  },
): readonly KnownClock[] {
  const { state, statutes, nowMs } = of;
  const terms = of.termsOf(state.policy?.policy ?? null);
  const source =
    state.policy?.policy == null ? "own policy: the defaults" : `own policy: ${state.policy.file}`;
  const work = clocksOf(record, terms, nowMs).map((clock): KnownClock => {
    const { name, round, startMs, dueMs, metMs } = clock;
    const title = round === 1 ? name : `${name}, round ${round}`;
    return { name, title, startMs, dueMs, metMs, standing: clock.state, source, words: null };
  });
  const incident = state.incidents.get(record.id) ?? [];
  const atRisk = terms.policy.statutoryAtRisk;
  const legal = statutoryClocks(incident, statutes, { atRisk, nowMs }).flatMap(
    ({
      statute,
      duty,
      standing,
      startMs,
      dueMs,
      state: at,
      report,
      readings,
    }): readonly KnownClock[] => {
      if (startMs === null || dueMs === null || standing === "not_stated") return [];
      const isAside = standing === "set_aside";
      return [
        {
          name: duty.id,
          title:
            standing === "counts" ? duty.title : `${duty.title} (${standing.replaceAll("_", " ")})`,
          ...{ startMs, dueMs },
          metMs: report?.madeMs ?? null,
          standing: isAside ? "set_aside" : (at ?? "unknown"),
          source: `${statute.name}, ${duty.citation}`,
          words: legalWords(duty, readings),
        },
      ];
    },
  );
  return [...work, ...legal];
}

/** The law's own words, and what each reading says of whether they apply. */
function legalWords(duty: StatutoryClock["duty"], readings: StatutoryClock["readings"]): string {
  const said = readings.map(
    ({ reading, applies }) => `${reading.title}: ${applies ? "applies" : "does not apply"}`,
  );
  return `“${duty.quote}” Readings: ${said.join("; ")}.`;
}
