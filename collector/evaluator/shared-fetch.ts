import {
  type Baseline,
  type Control,
  type EvidenceGroup,
  type EvidenceRequest,
  forTier,
  type RiskTier,
  requestFor,
  type Window,
} from "@tiltmeter/rules";

/** One control over one window. */
export interface Job {
  readonly control: Control;
  readonly window: Window;
}

/** What the store answered to the questions that a job shares with others, or why it did not. */
export type Answer =
  | {
      readonly kind: "answered";
      /** Where risk tiers ask differently, the first of them. */
      readonly request: EvidenceRequest;
      readonly groups: readonly EvidenceGroup[];
      /** For a burn rate, the same of the last part of the window; null elsewhere. */
      readonly confirming: readonly EvidenceGroup[] | null;
      readonly durationMs: number;
    }
  | {
      readonly kind: "failed";
      readonly request: EvidenceRequest;
      readonly error: unknown;
      readonly durationMs: number;
    };

interface Fetching {
  readonly baselines: readonly Baseline[];
  readonly tierOf: (system: string) => RiskTier | null;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  readonly stopwatch: () => number;
}

/** A job, and its answer as soon as all of its questions have been answered. */
export interface Asked<Of extends Job> {
  readonly job: Of;
  /** Never rejects: a failure is an answer. */
  readonly answer: Promise<Answer>;
}

/**
 * Asks the store once for all jobs that need the same cells, whatever their limits and systems.
 *
 * The answer holds the union of the systems that the jobs ask for; each job takes its own from it.
 * A few questions are asked at a time, and jobs come in the order in which theirs are: who takes them in
 * turn judges the first while the engine works on the next.
 */
export function fetchShared<Of extends Job>(
  jobs: readonly Of[],
  of: Fetching,
): readonly Asked<Of>[] {
  const shared = new Map<string, Question>();
  const asked = jobs.map((job) => {
    const parts = partsOf(job, of.baselines).map((part) => {
      const key = cellsKey(part.request);
      const known = shared.get(key);
      if (known === undefined) shared.set(key, question(part.request, shared.size));
      else known.request = union(known.request, part.request);
      return { ...part, question: shared.get(key) ?? question(part.request, shared.size) };
    });
    const turn = parts.reduce((latest, part) => Math.max(latest, part.question.turn), 0);
    return { job, parts, turn };
  });
  const questions = [...shared.values()];
  let next = 0;
  const askOn = async (): Promise<void> => {
    for (let each = questions[next++]; each !== undefined; each = questions[next++]) {
      each.resolve(await ask(each.request, of));
    }
  };
  for (let i = 0; i < QUESTIONS_AT_ONCE; i += 1) void askOn();
  return asked
    .sort((a, b) => a.turn - b.turn)
    .map(({ job, parts }) => ({
      job,
      answer: Promise.all(
        parts.map(async (part) => ({ ...part, reply: await part.question.reply })),
      ).then((replied) => together(replied, of.tierOf)),
    }));
}

interface Question {
  request: EvidenceRequest;
  /** Place among all questions. */
  readonly turn: number;
  readonly reply: Promise<Reply>;
  readonly resolve: (reply: Reply) => void;
}

function question(request: EvidenceRequest, turn: number): Question {
  let resolve: (reply: Reply) => void = () => undefined;
  const reply = new Promise<Reply>((done) => {
    resolve = done;
  });
  return { request, turn, reply, resolve };
}

/** Two cores, and the engine uses all that there are for one question; a third would only hold memory. */
const QUESTIONS_AT_ONCE = 2;

interface Part {
  readonly request: EvidenceRequest;
  /** Whose systems it is for; null: everybody's. */
  readonly tiers: readonly (RiskTier | null)[] | null;
  readonly isConfirming: boolean;
}

type Reply = {
  readonly request: EvidenceRequest;
  readonly durationMs: number;
} & ({ readonly groups: readonly EvidenceGroup[] } | { readonly error: unknown });

/** A question for each different `within` of the risk tiers; for a burn rate, one for its last part too. */
function partsOf({ control, window }: Job, baselines: readonly Baseline[]): readonly Part[] {
  const variants = withinVariants(control);
  const windows = [
    { window, isConfirming: false },
    ...(control.burn === null
      ? []
      : [
          {
            window: { ...window, fromMs: window.toMs - control.burn.confirmMs },
            isConfirming: true,
          },
        ]),
  ];
  return windows.flatMap(({ window: part, isConfirming }) =>
    variants.map(({ terms, tiers }) => ({
      request: requestFor(terms, part, baselines),
      tiers: variants.length === 1 ? null : tiers,
      isConfirming,
    })),
  );
}

const TIERS: readonly (RiskTier | null)[] = [null, "high", "limited", "minimal"];

function withinVariants(
  control: Control,
): readonly { readonly terms: Control; readonly tiers: readonly (RiskTier | null)[] }[] {
  const variants = new Map<number | null, { terms: Control; tiers: (RiskTier | null)[] }>();
  for (const tier of TIERS) {
    const terms = forTier(control, tier);
    const known = variants.get(terms.withinMs);
    if (known === undefined) variants.set(terms.withinMs, { terms, tiers: [tier] });
    else known.tiers.push(tier);
  }
  return [...variants.values()];
}

/** The same text for requests that one query can answer: all but whose it is. */
function cellsKey({
  systems: _,
  baselines: __,
  by,
  environments,
  ...rest
}: EvidenceRequest): string {
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted, [...by].sort(), [...(environments ?? [])].sort()]);
}

/** Asks for the systems of both; no list means every system. */
function union(a: EvidenceRequest, b: EvidenceRequest): EvidenceRequest {
  const { systems: left, ...rest } = a;
  if (left === undefined || b.systems === undefined) return rest;
  return { ...rest, systems: [...new Set([...left, ...b.systems])] };
}

async function ask(request: EvidenceRequest, of: Fetching): Promise<Reply> {
  const startedMs = of.stopwatch();
  try {
    const groups = await of.fetchEvidence(request);
    return { request, groups, durationMs: of.stopwatch() - startedMs };
  } catch (error) {
    return { request, error, durationMs: of.stopwatch() - startedMs };
  }
}

/** One answer of the parts of a job, which all have to be there. */
function together(
  parts: readonly (Part & { readonly reply: Reply })[],
  tierOf: Fetching["tierOf"],
): Answer {
  const [first] = parts;
  if (first === undefined) throw new Error("a job asks at least one question");
  const { request } = first.reply;
  const durationMs = parts.reduce((sum, { reply }) => sum + reply.durationMs, 0);
  for (const { reply } of parts) {
    if ("error" in reply) return { kind: "failed", request, error: reply.error, durationMs };
  }
  const isBurn = parts.some(({ isConfirming }) => isConfirming);
  return {
    kind: "answered",
    request,
    groups: gathered(
      parts.filter(({ isConfirming }) => !isConfirming),
      tierOf,
    ),
    confirming: isBurn
      ? gathered(
          parts.filter(({ isConfirming }) => isConfirming),
          tierOf,
        )
      : null,
    durationMs,
  };
}

/** What one question answered whole is handed on as it is: what is worked out of it is shared, too. */
function gathered(
  parts: readonly (Part & { readonly reply: Reply })[],
  tierOf: Fetching["tierOf"],
): readonly EvidenceGroup[] {
  return parts.length === 1 && parts[0] !== undefined
    ? groupsOf(parts[0].reply)
    : parts.flatMap(({ reply, tiers }) =>
        groupsOf(reply).filter(
          ({ labels }) => tiers === null || tiers.includes(tierOf(labels["system"] ?? "")),
        ),
      );
}

function groupsOf(reply: Reply): readonly EvidenceGroup[] {
  return "groups" in reply ? reply.groups : [];
}
