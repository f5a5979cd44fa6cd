import type { Control, EvidenceRequest, Measurement, PsiBin } from "@tiltmeter/rules";
import type { Finding } from "./finding.ts";
import { plainJson } from "./plain-json.ts";
import type { Answer, Job } from "./shared-fetch.ts";

/** What the store is asked for beside the evidence itself. */
export interface SnapshotReads {
  readonly exampleIds: (of: {
    readonly system: string;
    readonly modelVersion?: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly limit: number;
  }) => Promise<readonly string[]>;
  /** Null: the system's producers send no sequence numbers, so nothing is known. */
  readonly completeness: (system: string) => Promise<unknown>;
  /** Name and version of the engine, e.g. `chdb 26.7.2.1`. */
  readonly engine: string;
}

/**
 * Freezes what a finding rests on: the control's text, the question that was asked, every number and
 * cell of the instances that fired, the baseline, completeness and a few predictions to look at.
 *
 * Aggregates and ids only. What could not be read is named in `missing`: evidence that is short
 * must not keep a finding from being raised.
 */
export async function snapshot(
  finding: Finding,
  job: Job,
  answer: Answer,
  reads: SnapshotReads,
): Promise<unknown> {
  const { control, window } = job;
  const [worst] = finding.fired;
  const system = worst?.stepped.labels["system"] ?? "";
  const modelVersion = worst?.stepped.labels["model_version"];
  const missing: string[] = [];
  const read = async <T>(what: string, asked: () => Promise<T>, instead: T): Promise<T> => {
    try {
      return await asked();
    } catch (error) {
      missing.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return instead;
    }
  };
  const examples = (): Promise<readonly string[]> =>
    reads.exampleIds({
      system,
      ...(modelVersion === undefined ? {} : { modelVersion }),
      fromMs: window.fromMs,
      toMs: window.toMs,
      limit: EXAMPLES,
    });
  const [predictions, completeness] = await Promise.all([
    read("example predictions", examples, []),
    read("completeness", () => reads.completeness(system), null),
  ]);
  const baseline = worst?.stepped.baseline ?? null;
  return plainJson({
    control: { id: control.id, revision: control.revision, text: control.text },
    window,
    group: finding.group,
    instances: finding.fired.slice(0, INSTANCES_MAX).map(({ stepped, verdict, episode }) => ({
      labels: stepped.labels,
      episode: episode.id,
      bound: verdict.bound,
      measurement: stepped.measurement,
      bins: binsOf(stepped.measurement),
      evidence: stepped.evidence,
    })),
    instancesFired: finding.fired.length,
    baseline:
      baseline === null
        ? null
        : { name: baseline.name, version: baseline.version, digest: baseline.digest },
    predictions,
    engine: reads.engine,
    query: { text: inWords(control, answer.request), request: withoutBaselines(answer.request) },
    completeness,
    missing,
  });
}

/** Both histograms, where the measurement has them. */
function binsOf(measurement: Measurement): readonly PsiBin[] {
  const bins = measurement.kind === "measured" ? measurement.detail["bins"] : undefined;
  return Array.isArray(bins) ? bins : []; // what PSI puts there; others put nothing
}

function inWords(control: Control, request: EvidenceRequest): string {
  const from = new Date(request.fromMs).toISOString();
  const to = new Date(request.toMs).toISOString();
  const of = request.systems === undefined ? "all systems" : request.systems.join(", ");
  const where = request.environments?.length ? ` in ${request.environments.join(", ")}` : "";
  return `${control.measure} from ${request.kind} by ${request.by.join(", ")} of ${of}${where}, event time from ${from} to before ${to}`;
}

/** The baselines themselves are in the content store, under these digests. */
function withoutBaselines(request: EvidenceRequest): unknown {
  const { baselines, ...rest } = request;
  return baselines === undefined
    ? rest
    : { ...rest, baselines: baselines.map(({ system, digest }) => ({ system, digest })) };
}

const EXAMPLES = 20;
/** The worst of them; the record and the ledger name all. */
const INSTANCES_MAX = 200;
