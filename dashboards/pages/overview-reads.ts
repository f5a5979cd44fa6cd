import type { RecordPage } from "@tiltmeter/rules";
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

/** Records on the overview; the register has them all. */
const OPEN_SHOWN_MAX = 6;
const NO_RECORDS = { items: [], total: 0 };
/** Bars of a sparkline: enough for a shape, few enough for a phone. */
const SPARKS_MAX = 48;

export interface SystemRow {
  readonly system: SystemSummary;
  /** Null: nothing judges this system yet. */
  readonly standing: Standing | null;
  readonly sinceMs: number | null;
  /** Control instances that said something, and that did not (inconclusive, no data). */
  readonly judged: number;
  readonly unjudged: number;
  readonly volume: Attempt<readonly SeriesPoint[]>;
}

export interface OverviewView {
  readonly systems: Attempt<readonly SystemRow[]>;
  readonly suspensions: Attempt<Awaited<ReturnType<Reads["suspensions"]>>>;
  /** The gravest and oldest first. */
  readonly open: Attempt<Pick<RecordPage, "items" | "total">>;
  readonly controls: Attempt<readonly ControlSummary[]>;
  readonly setUp: Attempt<readonly SetUpStep[]>;
  readonly range: ShownRange;
  readonly steps: SteppedRange;
}

/** Reads what the overview shows. Each part may fail by itself. */
export async function readOverview(reads: Reads, nowMs: number): Promise<OverviewView> {
  const [systems, suspensions, nonconformities, controls, setUp] = await Promise.all([
    attempt("the systems", reads.systems),
    attempt("which systems are suspended", reads.suspensions),
    attempt("the nonconformities", () =>
      reads.recordPage({ state: "open", limit: OPEN_SHOWN_MAX }),
    ),
    attempt("the controls", reads.controls),
    attempt("the set-up steps", reads.setUp),
  ]);
  const seen = valueOr(systems, []).flatMap((system) => system.firstSeenMs ?? []);
  const heard = valueOr(systems, []).flatMap((system) => system.lastSeenMs ?? []);
  const range = shownRange({}, nowMs, {
    firstSeenMs: seen.length === 0 ? null : Math.min(...seen),
    lastSeenMs: heard.length === 0 ? null : Math.max(...heard),
  });
  const steps = stepped(range, SPARKS_MAX);
  const open: OverviewView["open"] =
    nonconformities.kind === "unread"
      ? nonconformities
      : { kind: "read", value: nonconformities.value ?? NO_RECORDS };
  const instances = valueOr(controls, []).flatMap((control) => control.instances);
  const rows: OverviewView["systems"] =
    systems.kind === "unread"
      ? systems
      : {
          kind: "read",
          value: (
            await Promise.all(systems.value.map((system) => row(system, instances, reads, steps)))
          ).sort(worstFirst),
        };
  return { systems: rows, suspensions, open, controls, setUp, range, steps };
}

async function row(
  system: SystemSummary,
  instances: readonly InstanceStatus[],
  reads: Reads,
  steps: SteppedRange,
): Promise<SystemRow> {
  const volume = await attempt("the volume", async () => {
    const series = await reads.series({ system: system.id, metric: "count", ...steps });
    return series.points;
  });
  return { system, volume, ...standingOfSystem(system.id, instances) };
}

/** How a system stands by all of its control instances, and since when it has been so if not level. */
export function standingOfSystem(
  system: string,
  instances: readonly InstanceStatus[],
): Pick<SystemRow, "standing" | "sinceMs" | "judged" | "unjudged"> {
  const own = instances.filter((instance) => instance.labels["system"] === system);
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
    sinceMs: breaches.length === 0 ? null : Math.min(...breaches),
    judged: spoke.length,
    unjudged: mute.length,
  };
}

function worstFirst(a: SystemRow, b: SystemRow): number {
  const of = (row: SystemRow): number => (row.standing === null ? 90 : rank(row.standing));
  return of(a) - of(b) || (a.system.id < b.system.id ? -1 : 1);
}
