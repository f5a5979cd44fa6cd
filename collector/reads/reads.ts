import type { Reads } from "@tiltmeter/dashboards";
import type {
  Baseline,
  Control,
  EvidenceGroup,
  EvidenceRequest,
  Nonconformity,
} from "@tiltmeter/rules";
import { byUrgency, isOpen } from "@tiltmeter/rules";
import { type BaselineSources, findBaseline } from "./baselines.ts";
import { readControls } from "./controls.ts";
import { readDrift, readDriftSeries } from "./drift.ts";
import { readFeature } from "./feature.ts";
import { readMeasures } from "./measures.ts";
import { readSeries } from "./series.ts";
import { setUpSteps } from "./set-up.ts";
import {
  type DeclaredSystem,
  readSystem,
  readSystems,
  type SeenSystem,
  type SystemSources,
} from "./systems.ts";

type InstanceStatus = Awaited<ReturnType<Reads["controls"]>>[number]["instances"][number];
type Evidence = Awaited<ReturnType<Reads["evidence"]>>;

/** Where the answers come from; `app.ts` introduces them. Functions, so that each answer is of its moment. */
export interface ReadSources extends BaselineSources {
  readonly nowMs: () => number;
  readonly url: () => string;
  readonly seen: () => Promise<readonly SeenSystem[]>;
  readonly unexplainedLoss: (system: string) => Promise<number | null>;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  readonly changes: Reads["changes"];
  readonly segments: Reads["segments"];
  readonly declared: () => ReadonlyMap<
    string,
    DeclaredSystem & { readonly positiveLabel: string | null }
  >;
  readonly controls: () => readonly Control[];
  readonly channels: number;
  readonly status: () => readonly InstanceStatus[];
  readonly due: (control: Control) => string;
  readonly nonconformities: () => ReadonlyMap<string, Nonconformity>;
  readonly deliveries: (record: string) => Awaited<ReturnType<Reads["deliveries"]>>;
}

/** Everything that pages and the API read, put together from the store, the rules and the ledger. */
export function createReads(of: ReadSources): Reads {
  const baselineOf = (system: string): Baseline | null => of.baseline(system)?.baseline ?? null;
  const positiveOf = (system: string): string | null =>
    of.declared().get(system)?.positiveLabel ?? null;
  const records = (): readonly Nonconformity[] => [...of.nonconformities().values()];
  const sources: SystemSources = {
    seen: of.seen,
    declared: of.declared,
    unexplainedLoss: of.unexplainedLoss,
    openNonconformities: (id) =>
      records().filter((record) => record.system === id && isOpen(record)).length,
    baseline: (id) => {
      const found = of.baseline(id);
      if (found === null) return null;
      const { name, digest } = found.baseline;
      return { name, digest, approvedMs: found.approvedMs };
    },
  };
  return {
    nowMs: of.nowMs,
    systems: () => readSystems(sources),
    system: (id) => readSystem(id, sources),
    setUp: async () =>
      setUpSteps({
        url: of.url(),
        // The checklist does not say what was lost, so the store is not asked.
        systems: await readSystems({ ...sources, unexplainedLoss: async () => null }),
        controls: of.controls().length,
        channels: of.channels,
      }),
    series: (query) => {
      const positive = query.positive ?? positiveOf(query.system);
      const named = positive === null ? query : { ...query, positive };
      return readSeries(named, of.fetchEvidence, baselineOf(query.system));
    },
    measures: (query) =>
      readMeasures(query, of.fetchEvidence, {
        baseline: baselineOf(query.system),
        positive: positiveOf(query.system),
      }),
    drift: async (query) =>
      readDrift(query, of.fetchEvidence, (await findBaseline(query, of))?.baseline ?? null),
    featureDrift: async (query) => readFeature(query, of, await findBaseline(query, of)),
    driftSeries: (query) => readDriftSeries(query, of.fetchEvidence, baselineOf(query.system)),
    changes: of.changes,
    segments: of.segments,
    controls: async () => readControls(of.controls(), of.status(), of.due),
    nonconformities: async () => [...records()].sort(byUrgency),
    nonconformity: async (id) => of.nonconformities().get(id) ?? null,
    evidence: async (digest) => (await of.content(digest)) as Evidence, // written by the evaluator in this shape
    deliveries: async (id) => of.deliveries(id),
  };
}
