import {
  type Baseline,
  type Control,
  type EvidenceGroup,
  type EvidenceRequest,
  requestFor,
  type Window,
} from "@tiltmeter/rules";

/** One control over one window. */
export interface Job {
  readonly control: Control;
  readonly window: Window;
}

/** What the store answered to the question that a job shares with others, or why it did not. */
export type Answer =
  | {
      readonly kind: "answered";
      readonly request: EvidenceRequest;
      readonly groups: readonly EvidenceGroup[];
      readonly durationMs: number;
    }
  | {
      readonly kind: "failed";
      readonly request: EvidenceRequest;
      readonly error: unknown;
      readonly durationMs: number;
    };

/**
 * Asks the store once for all jobs that need the same cells, whatever their limits and systems.
 *
 * The answer holds the union of the systems that the jobs ask for; each job takes its own from it.
 * Questions go one after the other: they share one engine. Never throws: a failure is an answer.
 */
export async function fetchShared(
  jobs: readonly Job[],
  of: {
    readonly baselines: readonly Baseline[];
    readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
    readonly stopwatch: () => number;
  },
): Promise<ReadonlyMap<Job, Answer>> {
  const shared = new Map<string, { request: EvidenceRequest; readonly jobs: Job[] }>();
  for (const job of jobs) {
    const asked = requestFor(job.control, job.window, of.baselines);
    const key = cellsKey(asked);
    const known = shared.get(key);
    if (known === undefined) shared.set(key, { request: asked, jobs: [job] });
    else {
      known.jobs.push(job);
      known.request = union(known.request, asked);
    }
  }
  const answers = new Map<Job, Answer>();
  for (const { request, jobs: sharers } of shared.values()) {
    const answer = await ask(request, of);
    for (const job of sharers) answers.set(job, answer);
  }
  return answers;
}

/** The same text for requests that one query can answer. */
function cellsKey(request: EvidenceRequest): string {
  const { kind, by, fromMs, toMs, environments = [], facts = null } = request;
  return JSON.stringify([kind, [...by].sort(), fromMs, toMs, [...environments].sort(), facts]);
}

/** Asks for the systems of both; no list means every system. */
function union(a: EvidenceRequest, b: EvidenceRequest): EvidenceRequest {
  const { systems: left, ...rest } = a;
  if (left === undefined || b.systems === undefined) return rest;
  return { ...rest, systems: [...new Set([...left, ...b.systems])] };
}

async function ask(
  request: EvidenceRequest,
  of: {
    readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
    readonly stopwatch: () => number;
  },
): Promise<Answer> {
  const startedMs = of.stopwatch();
  try {
    const groups = await of.fetchEvidence(request);
    return { kind: "answered", request, groups, durationMs: of.stopwatch() - startedMs };
  } catch (error) {
    return { kind: "failed", request, error, durationMs: of.stopwatch() - startedMs };
  }
}
