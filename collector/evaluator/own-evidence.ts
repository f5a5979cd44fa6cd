import {
  type Control,
  canonicalJson,
  type Episode,
  fingerprint,
  type Severity,
} from "@tiltmeter/rules";
import type { Governance, GovernanceEntry, GovernanceLedger } from "./governance.ts";
import { MACHINE, raiseOrJoin } from "./raise-or-join.ts";

/** Part of the journal that was acknowledged once and cannot be read any more. */
export interface JournalGap {
  readonly afterSeq: number;
  readonly beforeSeq: number | null;
  readonly bytes: number;
  readonly setAside: string;
  /** It lies in the write that was in progress when the process stopped. */
  readonly inLastGroup?: boolean;
}

/** A notification channel that does not deliver. */
export interface DeadChannel {
  readonly channel: string;
  readonly reason: "gone" | "all tries used";
  readonly detail: string;
  readonly attempts: number;
  readonly atMs: number;
}

interface Keeping {
  readonly ledger: GovernanceLedger;
  readonly content: { put(value: unknown): Promise<string> };
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  readonly engine: string;
}

/**
 * Raises a nonconformity about gaps in our own evidence; gaps that the ledger knows are left out.
 *
 * One open record a journal: a further gap joins it as an episode. Returns the ids raised.
 */
export async function raiseEvidenceGaps(
  of: Keeping & {
    readonly journal: string;
    readonly gaps: readonly JournalGap[];
    readonly nowMs: number;
  },
): Promise<readonly string[]> {
  const { journal, nowMs: atMs } = of;
  const isKnown = (state: Governance, gap: JournalGap): boolean =>
    state.gaps.some(
      (each) =>
        each.journal === journal &&
        each.afterSeq === gap.afterSeq &&
        each.beforeSeq === gap.beforeSeq,
    );
  const fresh = of.gaps.filter((gap) => !isKnown(of.ledger.state, gap));
  if (fresh.length === 0) return [];
  const bytes = fresh.reduce((sum, gap) => sum + gap.bytes, 0);
  const matter = await ownMatter(of, {
    id: "evidence-gap",
    title: "Acknowledged telemetry can no longer be read",
    requirement: "Every acknowledged record shall stay readable.",
    clauses: KEEPING_CLAUSES,
    severity: "high",
    measure: "unreadable_bytes",
    instance: { system: OWN_SYSTEM, journal },
    value: bytes,
    detail: fresh,
    atMs,
    statement: `Not fulfilled: every acknowledged record shall stay readable. In journal ${journal} ${bytes} bytes cannot be read: ${fresh.map(gapInWords).join("; ")}. Figures over these records are short; the damaged bytes are kept beside the journal.`,
  });
  return of.ledger.transact((state) => {
    const { entries, raised } = raiseOrJoin(state, [matter], atMs);
    const gaps = fresh.map((gap): GovernanceEntry => {
      const { afterSeq, beforeSeq, setAside } = gap;
      const place = { journal, afterSeq, beforeSeq, bytes: gap.bytes, setAside };
      return { type: "evidence_gap", atMs, by: MACHINE, ...place };
    });
    return { entries: [...gaps, ...entries], result: raised };
  });
}

/** Stored data that the engine found damaged and set aside. */
export interface DetachedPart {
  readonly table: string;
  readonly name: string;
  readonly reason: string;
}

/**
 * Raises a nonconformity about stored evidence that the engine has set aside; parts that the ledger
 * knows are left out, whatever became of their record.
 *
 * One open record: further parts join it as episodes. Returns the ids raised.
 */
export async function raiseDetachedParts(
  of: Keeping & { readonly parts: readonly DetachedPart[]; readonly nowMs: number },
): Promise<readonly string[]> {
  const matters = await Promise.all(
    of.parts.slice(0, PARTS_MAX).map(({ table, name, reason }) =>
      ownMatter(of, {
        id: "evidence-detached",
        title: "Stored telemetry was set aside as damaged",
        requirement: "Every stored record shall stay readable.",
        clauses: KEEPING_CLAUSES,
        severity: "high",
        measure: "detached_parts",
        instance: { system: OWN_SYSTEM, part: `${table} ${name}` },
        group: { system: OWN_SYSTEM },
        value: of.parts.length,
        detail: { table, name, reason },
        atMs: of.nowMs,
        statement: `Not fulfilled: every stored record shall stay readable. The engine set aside ${of.parts.length} damaged parts of its data, the first: ${table} ${name}${reason === "" ? "" : ` (${reason})`}. Figures over these records are short; the files are kept in the folder detached of the table.`,
      }),
    ),
  );
  return of.ledger.transact((state) => {
    const fresh = matters.filter(
      ({ episodes }) => !episodes.some(({ id }) => state.episodes.has(id)),
    );
    const [first] = fresh;
    if (first === undefined) return { entries: [], result: [] };
    const episodes = fresh.flatMap((matter) => matter.episodes);
    const { entries, raised } = raiseOrJoin(state, [{ ...first, episodes }], of.nowMs);
    return { entries, result: raised };
  });
}

/**
 * Prepares the nonconformity about a store that does not have what the journal took: entries to append together
 * with what was found.
 *
 * One open record a journal: a further comparison that fails joins it as an episode.
 */
export async function unreconciledMatter(
  of: Pick<Keeping, "content" | "hash" | "engine">,
  found: {
    readonly journal: string;
    /** Records that are too many or too few; of the rows that are there twice, how many. */
    readonly differing: number;
    /** In words: which batches, what was taken and what is there. */
    readonly says: string;
    readonly detail: unknown;
    readonly atMs: number;
  },
): Promise<(state: Governance) => readonly GovernanceEntry[]> {
  const { journal, differing, says, detail, atMs } = found;
  const matter = await ownMatter(of, {
    id: "evidence-count",
    title: "The store does not have what the journal took",
    requirement: "Every acknowledged record shall be in the store exactly once.",
    clauses: KEEPING_CLAUSES,
    severity: "high",
    measure: "differing_records",
    instance: { system: OWN_SYSTEM, journal },
    value: differing,
    detail,
    atMs,
    statement: `Not fulfilled: every acknowledged record shall be in the store exactly once. Of ${says}. Figures over these records are wrong by as much; find out who writes to the store beside the collector, and compare it with a backup.`,
  });
  return (state) => raiseOrJoin(state, [matter], atMs).entries;
}

/** Where it is asked that what happened is kept. */
const KEEPING_CLAUSES: Control["clauses"] = {
  iso42001: ["9.1", "A.6.2.8"],
  "eu-ai-act": ["Art. 12"],
};
/** What is behind the first hundred is the same damage: the record says how many there are. */
const PARTS_MAX = 100;

/**
 * Prepares the nonconformity about a dead channel: entries to append together with the last try.
 *
 * One open record a channel, so a channel that stays dead does not raise again and again.
 */
export async function deadChannelMatter(
  of: Pick<Keeping, "content" | "hash" | "engine">,
  dead: DeadChannel,
): Promise<(state: Governance) => readonly GovernanceEntry[]> {
  const { channel, detail, attempts, atMs } = dead;
  const why =
    dead.reason === "gone"
      ? `its receiver answered that it wants no more messages (${detail})`
      : `${attempts} tries over more than three days failed, the last one: ${detail}`;
  const matter = await ownMatter(of, {
    id: "notification-channel",
    title: "A notification channel does not deliver",
    requirement: "Every nonconformity shall be told to every configured channel.",
    clauses: { iso42001: ["7.4", "A.8.4"] },
    severity: "high",
    measure: "failed_tries",
    instance: { system: OWN_SYSTEM, channel },
    value: attempts,
    detail: dead,
    atMs,
    statement: `Not fulfilled: every nonconformity shall be told to every configured channel. Channel ${channel} did not deliver: ${why}. Who relies on it has not been told; tell them by other means and repair the channel.`,
  });
  return (state) => raiseOrJoin(state, [matter], atMs).entries;
}

/** The system that records about ourselves name. */
const OWN_SYSTEM = "tiltmeter";

async function ownMatter(
  of: Pick<Keeping, "content" | "hash" | "engine">,
  what: {
    readonly id: string;
    readonly title: string;
    readonly requirement: string;
    readonly clauses: Control["clauses"];
    readonly severity: Severity;
    readonly measure: string;
    readonly instance: Episode["instance"];
    /** What one record is about; the instance where it is left out. */
    readonly group?: Episode["instance"];
    readonly value: number;
    readonly detail: unknown;
    readonly atMs: number;
    readonly statement: string;
  },
): Promise<Parameters<typeof raiseOrJoin>[1][number]> {
  const control = ownControl(what, of.hash);
  const { instance, atMs, value, statement } = what;
  const episode: Episode = {
    id: of.hash(canonicalJson([control.id, instance, what.detail])),
    instance,
    firstBreachMs: atMs,
    firedMs: atMs,
    // It happened, and does not go on: else nobody could ever close the record.
    endedMs: atMs,
    value,
    lower: null,
    upper: null,
    n: 1,
  };
  const measurement = { kind: "measured", value, lower: null, upper: null, n: 1, detail: {} };
  const evidence = await of.content.put({
    control: { id: control.id, revision: control.revision, text: control.text },
    window: { fromMs: atMs, toMs: atMs },
    instances: [{ labels: instance, measurement, bins: [], detail: what.detail }],
    baseline: null,
    predictions: [],
    engine: of.engine,
  });
  const group = what.group ?? instance;
  return {
    control,
    fingerprint: fingerprint(control.id, group),
    group,
    episodes: [episode],
    evidence,
    statement,
  };
}

/** A control that no file states: what we demand of ourselves. */
function ownControl(
  what: Pick<Control, "id" | "title" | "requirement" | "clauses" | "severity" | "measure">,
  hash: (text: string) => string,
): Control {
  const { id, title, requirement, clauses, severity, measure } = what;
  const stated = { id, title, requirement, clauses, severity, measure };
  return {
    ...stated,
    set: "tiltmeter",
    owner: "tiltmeter",
    status: "enforce",
    appliesTo: { systems: [OWN_SYSTEM], environments: [], riskTiers: [] },
    by: ["system"],
    favourable: null,
    check: null,
    withinMs: null,
    good: null,
    burn: null,
    baseline: null,
    windowMs: 0,
    everyMs: 1,
    dataDelayMs: 0,
    minSample: 1,
    outcomes: null,
    limit: { max: 0 },
    warn: null,
    tiers: {},
    proof: { kind: "measured" },
    for: { windows: 1 },
    recover: { limit: { max: 0 }, for: { windows: 1 } },
    noData: "hold",
    groupBy: ["system"],
    maxInstances: 1,
    raises: "nonconformity",
    suspends: [],
    activeHours: "always",
    tellApart: {},
    blindSpots: [],
    runbook: null,
    revision: hash(canonicalJson(stated)),
    text: requirement,
  };
}

function gapInWords({ afterSeq, beforeSeq, inLastGroup = false }: JournalGap): string {
  if (beforeSeq === afterSeq + 1) return `damage after batch ${afterSeq} that cost none`;
  const batches =
    beforeSeq === null ? `${afterSeq + 1} and later` : `${afterSeq + 1} to ${beforeSeq - 1}`;
  return `batches ${batches}${inLastGroup ? " (in the last write, so perhaps never acknowledged)" : ""}`;
}
