import { dayNumber, IN_USE_MS, isInSetUp, OWN_SYSTEM, setUpGaps } from "@tiltmeter/rules";
import type { FactSources, FindFact, Found, Span } from "./sources.ts";

const DAY_MS = 86_400_000;
/** A version that answered within it is in use. */
const VERSIONS_MS = 7 * DAY_MS;

/** Seconds since a system without a declaration was first heard of; zero once it is declared. */
export const undeclared: FindFact = async (of, { toMs }) => {
  const declared = new Set(declaredAt(of, toMs).map(({ id }) => id));
  return (await seenAt(of, toMs)).map(({ id, firstSeenMs }) => ({
    system: id,
    value: declared.has(id) ? 0 : (toMs - firstSeenMs) / 1000,
    n: 1,
  }));
};

/** What a declaration leaves out of owner, risk tier, purpose and oversight role. */
export const accountabilityGaps: FindFact = async (of, { toMs }) => {
  return (await settled(of, toMs)).map(({ id, owner, riskTier, purpose, oversightRole }) => {
    const said = { owner, risk_tier: riskTier, purpose, oversight_role: oversightRole };
    const named = Object.entries(said).flatMap(([name, value]) => (value === null ? [name] : []));
    return { system: id, value: named.length, n: 4, named };
  });
};

/** Model versions that answered in the last week, of a system without an approved baseline. */
export const baselineMissing: FindFact = async (of, { toMs }) => {
  const systems = await settled(of, toMs);
  const inUse = await of.fetchEvidence({
    kind: "volume",
    by: ["system", "model_version"],
    fromMs: toMs - VERSIONS_MS,
    toMs,
  });
  return systems.flatMap(({ id }): readonly Found[] => {
    const versions = inUse
      .filter(({ labels }) => labels["system"] === id)
      .map(({ labels }) => labels["model_version"] ?? "");
    if (versions.length === 0) return [];
    const named = approvedMs(of, id, toMs) === null ? versions : [];
    return [{ system: id, value: named.length, n: versions.length, named }];
  });
};

/**
 * Seconds since the next assessment was due: at the end of the last one's time, or sooner after a change
 * that calls for another; one that was never made was due at the declaration.
 */
export const assessmentAge: FindFact = async (of, { toMs }) =>
  (await settled(of, toMs)).map(({ id, assessment, declaredMs }) => {
    const day = assessment === null ? null : dayNumber(assessment.date);
    const recorded = of
      .assessments()
      .filter(({ system, atMs }) => system === id && atMs <= toMs)
      .map(({ atMs }) => atMs);
    const made = [...recorded, ...(day === null ? [] : [day * DAY_MS])];
    if (made.length === 0) {
      return { system: id, value: Math.max(0, toMs - declaredMs) / 1000, n: 0 };
    }
    const madeMs = Math.max(...made);
    const changes = of.reassessments().filter(
      // A declared assessment is of a day, and has seen what came in its hours.
      ({ system, atMs, sinceMs }) =>
        system === id && atMs <= toMs && sinceMs > madeMs && sinceMs > ((day ?? -1) + 1) * DAY_MS,
    );
    const dueMs = Math.min(
      ...(assessment === null ? [] : [madeMs + assessment.everyMs]),
      ...changes.map((change) => change.dueMs),
    );
    return { system: id, value: Math.max(0, toMs - dueMs) / 1000, n: 1 };
  });

/** Seconds since the baseline in force was approved or renewed. */
export const baselineAge: FindFact = async (of, { toMs }) =>
  declaredAt(of, toMs).flatMap(({ id }): readonly Found[] => {
    const approved = approvedMs(of, id, toMs);
    return approved === null ? [] : [{ system: id, value: (toMs - approved) / 1000, n: 1 }];
  });

/** Share of the records that a producer numbered and that neither arrived nor were said to be dropped. */
export const unexplainedLoss: FindFact = async (of, { toMs }) => {
  const found: Found[] = [];
  for (const { id } of await seenAt(of, toMs)) {
    const completeness = await of.completeness(id);
    if (completeness === null || completeness.expected === 0) continue;
    const { expected, unexplained } = completeness;
    found.push({ system: id, value: unexplained / expected, n: expected });
  }
  return found;
};

/** Systems that were heard of in the last day although they are declared planned or retired. */
export const unexpectedUse: FindFact = async (of, { toMs }) => {
  const idle = declaredAt(of, toMs).filter(({ status }) => status !== "live");
  const lastSeen = new Map((await of.seen()).map(({ id, lastSeenMs }) => [id, lastSeenMs]));
  const named = idle
    .filter(({ id, statusMs }) => {
      const seenMs = lastSeen.get(id) ?? null;
      return seenMs !== null && seenMs > Math.max(statusMs, toMs - IN_USE_MS);
    })
    .map(({ id }) => id);
  return [{ system: OWN_SYSTEM, value: named.length, n: idle.length, named }];
};

type Declared = ReturnType<FactSources["declared"]>[number];

function declaredAt(of: FactSources, toMs: number): readonly Declared[] {
  return of.declared().filter(({ declaredMs }) => declaredMs <= toMs);
}

async function seenAt(
  of: FactSources,
  toMs: number,
): Promise<readonly { readonly id: string; readonly firstSeenMs: number }[]> {
  return (await of.seen()).flatMap(({ id, firstSeenMs }) =>
    firstSeenMs === null || firstSeenMs >= toMs ? [] : [{ id, firstSeenMs }],
  );
}

/**
 * The live systems that are no longer being set up: what those lack that are is one checklist, not a
 * finding each.
 */
async function settled(of: FactSources, toMs: Span["toMs"]): Promise<readonly Declared[]> {
  const firstSeen = new Map(
    (await seenAt(of, toMs)).map(({ id, firstSeenMs }) => [id, firstSeenMs]),
  );
  return declaredAt(of, toMs).filter((declared) => {
    if (declared.status !== "live") return false;
    const gaps = setUpGaps(declared, approvedMs(of, declared.id, toMs) !== null);
    const sinceMs = Math.min(declared.declaredMs, firstSeen.get(declared.id) ?? toMs);
    return !isInSetUp(gaps, sinceMs, toMs);
  });
}

/** When the baseline in force at an instant was approved; null: there was none. */
function approvedMs(of: FactSources, system: string, toMs: number): number | null {
  const approved = of
    .approvals()
    .filter((each) => each.system === system && each.approvedMs <= toMs)
    .map((each) => each.approvedMs);
  return approved.length === 0 ? null : Math.max(...approved);
}
