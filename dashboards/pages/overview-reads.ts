import type { RecordPage } from "@tiltmeter/rules";
import type { DutyItem } from "../duties.ts";
import { type Attempt, attempt, valueOr } from "../parts/attempt.tsx";
import { rank, type Standing, standingOf, worst } from "../parts/vial.tsx";
import { type ShownRange, type SteppedRange, shownRange, stepped } from "../range.ts";
import type {
  ControlSummary,
  InstanceStatus,
  Reads,
  SeriesPoint,
  SetUpStep,
  SystemSummary,
} from "../reads.ts";
import { fitsFilter, SYSTEMS_A_PAGE, type SystemFilter } from "./overview-filter.ts";
import type { SystemRow } from "./system-row.ts";

/** Records on the overview; the register has them all. */
const OPEN_SHOWN_MAX = 6;
const NO_RECORDS = { items: [], total: 0 };
/** Bars of a sparkline: enough for a shape, few enough for a phone. */
const SPARKS_MAX = 48;

/** The systems of one page, with what is read of these alone. */
export interface SystemPage {
  readonly rows: readonly SystemRow[];
  /** As many fit. */
  readonly total: number;
  readonly volumes: Attempt<ReadonlyMap<string, readonly SeriesPoint[]>>;
  /** What falls due first of each system; one without anything is not in it. */
  readonly due: Attempt<ReadonlyMap<string, DutyItem>>;
}

export interface OverviewView {
  /** All of them, those in trouble first. */
  readonly systems: Attempt<readonly SystemRow[]>;
  readonly filter: SystemFilter;
  readonly page: SystemPage;
  readonly suspensions: Attempt<Awaited<ReturnType<Reads["suspensions"]>>>;
  /** The gravest and oldest first. */
  readonly open: Attempt<Pick<RecordPage, "items" | "total">>;
  readonly controls: Attempt<readonly ControlSummary[]>;
  readonly setUp: Attempt<readonly SetUpStep[]>;
  readonly range: ShownRange;
  readonly steps: SteppedRange;
}

/** Reads what the overview shows. Each part may fail by itself. */
export async function readOverview(
  reads: Reads,
  nowMs: number,
  filter: SystemFilter,
): Promise<OverviewView> {
  const [systems, suspensions, nonconformities, controls, setUp] = await Promise.all([
    attempt("the systems", reads.systems),
    attempt("which systems are suspended", reads.suspensions),
    attempt("the nonconformities", () =>
      reads.recordPage({ state: "open", limit: OPEN_SHOWN_MAX }),
    ),
    attempt("the controls", reads.controls),
    attempt("the set-up steps", reads.setUp),
  ]);
  const known = valueOr(systems, []);
  const range = shownRange({}, nowMs, {
    firstSeenMs: bound(Math.min, known, ({ firstSeenMs }) => firstSeenMs),
    lastSeenMs: bound(Math.max, known, ({ lastSeenMs }) => lastSeenMs),
  });
  const steps = stepped(range, SPARKS_MAX);
  const open: OverviewView["open"] =
    nonconformities.kind === "unread"
      ? nonconformities
      : { kind: "read", value: nonconformities.value ?? NO_RECORDS };
  const instances = instancesBySystem(valueOr(controls, []));
  const rows = known
    .map((system) => ({ system, ...standingOfAll(instances.get(system.id) ?? []) }))
    .sort(worstFirst);
  const page = await readPage(reads, rows, { filter, steps });
  return {
    systems: systems.kind === "unread" ? systems : { kind: "read", value: rows },
    ...{ filter, page, suspensions, open, controls, setUp, range, steps },
  };
}

async function readPage(
  reads: Reads,
  all: readonly SystemRow[],
  { filter, steps }: { readonly filter: SystemFilter; readonly steps: SteppedRange },
): Promise<SystemPage> {
  const fitting = all.filter((row) => fitsFilter(row, filter));
  const from = (filter.page - 1) * SYSTEMS_A_PAGE;
  const rows = fitting.slice(from, from + SYSTEMS_A_PAGE);
  const ids = rows.map(({ system }) => system.id);
  const [volumes, due] = await Promise.all([
    attempt("the volumes", async () => {
      const found = await reads.volumes({ systems: ids, ...steps });
      return new Map(found.map(({ system, points }) => [system, points]));
    }),
    attempt("what falls due", () => firstDue(reads, rows)),
  ]);
  return { rows, total: fitting.length, volumes, due };
}

async function firstDue(
  reads: Reads,
  rows: readonly SystemRow[],
): Promise<ReadonlyMap<string, DutyItem>> {
  const withWork = rows.filter(({ system }) => system.openNonconformities > 0);
  if (withWork.length === 0) return new Map();
  const page = await reads.duties({ by: [], isFirstOfSystem: true, limit: FIRST_DUE_MAX });
  const first = new Map<string, DutyItem>();
  for (const item of page?.items ?? []) {
    if (!first.has(item.system)) first.set(item.system, item);
  }
  return first;
}

/** Two of each system: of a thousand systems. */
const FIRST_DUE_MAX = 2_000;

/** What every control says of each system. */
export function instancesBySystem(
  controls: readonly ControlSummary[],
): ReadonlyMap<string, readonly InstanceStatus[]> {
  const all = new Map<string, InstanceStatus[]>();
  for (const { instances } of controls) {
    for (const instance of instances) {
      const system = instance.labels["system"];
      if (system === undefined) continue;
      const own = all.get(system);
      if (own === undefined) all.set(system, [instance]);
      else own.push(instance);
    }
  }
  return all;
}

/** How a system stands by all of its control instances, and since when it has been so if not level. */
export function standingOfSystem(
  system: string,
  instances: readonly InstanceStatus[],
): Pick<SystemRow, "standing" | "sinceMs" | "judged" | "unjudged"> {
  return standingOfAll(instances.filter((instance) => instance.labels["system"] === system));
}

function standingOfAll(
  own: readonly InstanceStatus[],
): Pick<SystemRow, "standing" | "sinceMs" | "judged" | "unjudged"> {
  const standings = own.map((instance) => standingOf(instance.state, instance.verdict));
  const breaches = own.flatMap(({ state }) =>
    "firstBreachMs" in state ? state.firstBreachMs : [],
  );
  const isMute = (standing: Standing): boolean =>
    standing === "inconclusive" || standing === "no_data";
  const mute = standings.filter(isMute);
  const spoke = standings.filter((standing) => !isMute(standing));
  // A control that awaits its sample does not make a system doubtful that others judge level; how
  // many have not spoken is told beside it.
  return {
    standing: worst(spoke.length === 0 ? standings : spoke),
    sinceMs: breaches.length === 0 ? null : breaches.reduce((a, b) => Math.min(a, b)),
    judged: spoke.length,
    unjudged: mute.length,
  };
}

/** By how it stands, then by what is open, then by what is at stake. */
function worstFirst(a: SystemRow, b: SystemRow): number {
  return (
    rankOf(a) - rankOf(b) ||
    b.system.openNonconformities - a.system.openNonconformities ||
    tierRank(a) - tierRank(b) ||
    (a.system.id < b.system.id ? -1 : 1)
  );
}

function rankOf({ standing }: SystemRow): number {
  return standing === null ? 90 : rank(standing);
}

function tierRank({ system }: SystemRow): number {
  const rank = RISK.indexOf(system.riskTier ?? "");
  return rank === -1 ? RISK.length : rank;
}

const RISK: readonly string[] = ["high", "limited", "minimal"];

function bound(
  pick: (a: number, b: number) => number,
  systems: readonly SystemSummary[],
  of: (system: SystemSummary) => number | null,
): number | null {
  const known = systems.flatMap((system) => of(system) ?? []);
  return known.length === 0 ? null : known.reduce((a, b) => pick(a, b));
}
