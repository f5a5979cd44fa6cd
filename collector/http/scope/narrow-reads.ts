import type { Reads } from "@tiltmeter/dashboards";
import { RUNNING } from "@tiltmeter/rules";
import type { ApiReads } from "../reads.ts";
import { missing } from "../refusal.ts";
import { narrowDocument, narrowRecord } from "./narrow-record.ts";
import { narrowRoadmap } from "./narrow-roadmap.ts";
import { byRules, type Rules } from "./rules.ts";
import { ofTheWhole, type Scope } from "./scope.ts";

/** Everything that pages and the API read. */
export interface AllReads extends ApiReads, Omit<Reads, keyof ApiReads> {}

/**
 * The reads as somebody has them who may see some systems alone: lists without the others, totals without
 * theirs, and what is about another as if it were not there. What is of the whole organisation is refused.
 */
export function narrowReads(reads: AllReads, scope: Scope): AllReads {
  return byRules(reads, RULES, scope);
}

const RULES: Rules<AllReads, Scope> = {
  nowMs: (read) => read,
  metrics: (read) => read,
  setUp:
    (read, { systems }) =>
    () =>
      read(systems),
  systems: (read, scope) => async () => (await read()).filter(({ id }) => scope.has(id)),
  system: (read, scope) => async (id) => (scope.has(id) ? read(id) : null),
  series: ofSystem,
  volumes: (read, scope) => (of) => read({ ...of, systems: of.systems.filter(scope.has) }),
  segments: ofSystem,
  measures: ofSystem,
  computed: ofSystem,
  callPage: ofSystem,
  checks: ofSystem,
  producers: (read, scope) => async (system) => (scope.has(system) ? read(system) : []),
  prediction: (read, scope) => async (of) => (scope.has(of.system) ? read(of) : null),
  drift: ofSystem,
  features: (read, scope) => async () => (await read()).filter(({ system }) => scope.has(system)),
  featureDrift: ofSystem,
  systemFeatures: ofSystem,
  calls: ofSystem,
  instrumentation: (read, scope) => async (of) =>
    (await read(of)).filter(({ system }) => scope.has(system)),
  clientMetrics: ofSystem,
  driftSeries: ofSystem,
  changes: ofSystem,
  diverted: ofSystem,
  limits: ofSystem,
  controls:
    (read, { systems }) =>
    () =>
      read(systems),
  verdictStrips:
    (read, { systems: within }) =>
    (of) =>
      read({ ...of, within }),
  evaluations: (read, scope) => async (of) =>
    scope.has(of.labels["system"] ?? "") ? read(of) : [],
  evaluationCounts:
    (read, { systems: within }) =>
    (of) =>
      read({ ...of, within }),
  evaluationHistory:
    (read, { systems: within }) =>
    (of) =>
      read({ ...of, within }),
  controlRevisions:
    (read, { systems }) =>
    (control) =>
      read(control, systems),
  // Of all systems that the control applies to, in one number.
  backtest: () => async () => null,
  maintenance: (read, scope) => async (range) =>
    (await read(range)).flatMap((each) => {
      const systems = each.systems.filter(scope.has);
      return each.systems.length > 0 && systems.length === 0 ? [] : [{ ...each, systems }];
    }),
  coverage:
    (read, { systems }) =>
    (range) =>
      read(range, systems),
  inventory: (read, scope) => async () => (await read()).filter(({ id }) => scope.has(id)),
  declarations: (read, scope) => (system) => (scope.has(system) ? read(system) : null),
  ledger: refused,
  ledgerAt: refused,
  directive: (read, scope) => async (system) => (scope.has(system) ? read(system) : RUNNING),
  suspensions: (read, scope) => async () =>
    (await read()).filter(({ system }) => scope.has(system)),
  roadmap: narrowRoadmap,
  concerns: (read, scope) => async (system) =>
    system !== null && !scope.has(system)
      ? []
      : (await read(system)).filter((concern) => scope.has(concern.system)),
  recordPage: (read, scope) => async (query) => {
    const page = await read({ ...query, within: scope.systems });
    return page && { ...page, items: page.items.map((each) => narrowRecord(each, scope)) };
  },
  nonconformities: (read, scope) => async () =>
    (await read()).filter(({ id }) => scope.sees(id)).map((each) => narrowRecord(each, scope)),
  nonconformity: (read, scope) => async (id) => {
    const record = scope.sees(id) ? await read(id) : null;
    return record && narrowRecord(record, scope);
  },
  evidence: (read, scope) => async (digest) =>
    scope.seesEvidence(digest) ? read(digest, scope.systems) : null,
  deliveries: (read, scope) => async (id) => (scope.sees(id) ? read(id) : []),
  telling: (read, scope) => async (id) =>
    scope.sees(id) ? read(id) : { acknowledged: null, escalation: null },
  duties:
    (read, { systems: within }) =>
    (of) =>
      read({ ...of, within }),
  recordDuties: (read, scope) => async (id) => {
    const found = scope.sees(id) ? await read(id) : null;
    return found && { ...found, holds: narrowHolds(found.holds, scope) };
  },
  holds: (read, scope) => async () => narrowHolds(await read(), scope),
  effectiveness: ofRecord,
  affectedFile: ofRecord,
  recordCompleteness: ofRecord,
  recordCompletenessSoon: ofRecord,
  affectedDecisions: (read, scope) => async (of) => (scope.sees(of.id) ? read(of) : null),
  recordDocument: (read, scope) => async (of) =>
    scope.sees(of.id) ? narrowDocument(await read(of), scope) : null,
  baselines: (read, scope) => async () => (await read()).filter(({ system }) => scope.has(system)),
  distributions: (read, scope) => async (digest) => {
    const found = await read(digest);
    return found !== null && scope.has(String(found["system"])) ? found : null;
  },
  // What is wrong is told in words, which may be about any system; that something is, is told.
  status: (read) => async () => {
    const found = await read();
    const problems = found.problems.length === 0 ? [] : [SOMETHING];
    return { ...found, problems, watchdog: null };
  },
};

const SOMETHING = "something is not as it should be; who may see all systems is told what";

function refused(_: unknown, { systems }: Scope): () => Promise<never> {
  return () => Promise.reject(ofTheWhole(systems));
}

/** A read that names its system; another than one's own is not there. */
function ofSystem<Query extends { readonly system: string }, Answer>(
  read: (of: Query) => Promise<Answer>,
  scope: Scope,
): (of: Query) => Promise<Answer> {
  return async (of) => {
    if (!scope.has(of.system)) throw missing("system", of.system);
    return read(of);
  };
}

function ofRecord<Answer>(
  read: (id: string) => Promise<Answer>,
  scope: Scope,
): (id: string) => Promise<Answer | null> {
  return async (id) => (scope.sees(id) ? read(id) : null);
}

type Holds = Awaited<ReturnType<Reads["holds"]>>;

function narrowHolds(holds: Holds, scope: Scope): Holds {
  return holds
    .filter(({ system }) => scope.has(system))
    .map((hold) => ({
      ...hold,
      record: hold.record !== null && scope.sees(hold.record) ? hold.record : null,
    }));
}
