import {
  type Control,
  closesAtMs,
  type EffectivenessFacts,
  formatInstant,
  type MeasuredPlan,
  type Nonconformity,
  weakening,
} from "@tiltmeter/rules";
import { pooled } from "./pooled.ts";
import type { ExaminerOptions, StoredVerdict } from "./sources.ts";

/** Windows of one plan that are read: four times as many as have to pass, and a few days of hours. */
const WINDOWS_MIN = 500;
const ROWS_MAX = 20_000;

/**
 * What is known of a record's actions now: evaluations of the newest revision of their data, so that
 * late data count, and episodes. Rejects where the evaluations cannot be read.
 */
export async function effectivenessFacts(
  record: Nonconformity,
  plan: MeasuredPlan,
  of: ExaminerOptions,
  nowMs: number,
): Promise<EffectivenessFacts> {
  const { system } = record;
  const startMs = doneMs(record);
  const control = enforced(of.control(plan.control, system));
  const lastEndMs = control === null ? startMs : lastEnd(control, plan, of.readableUpToMs(nowMs));
  const reachMs = Math.max(4 * plan.windows, WINDOWS_MIN) * plan.everyMs;
  const fromMs = Math.max(startMs, lastEndMs - reachMs);
  const systems = systemsOf(plan);
  const read = await Promise.all(
    systems.map((each) =>
      of.store.evaluations({
        ...{ control: plan.control, system: each },
        ...{ fromMs, toMs: lastEndMs + 1, limit: ROWS_MAX },
      }),
    ),
  );
  const rows = read.flat();
  const spanFromMs =
    Math.ceil((startMs + plan.windowMs) / plan.everyMs) * plan.everyMs - plan.windowMs;
  const span = { fromMs: spanFromMs, toMs: lastEndMs };
  const asked =
    plan.proof === "bound" && control !== null && lastEndMs > spanFromMs
      ? await Promise.all(
          systems.map((each) => pooled(plan, control, { ...of, system: each, span })),
        )
          .then((found) => found.flat())
          .catch((error: unknown) => String(error))
      : null;
  return {
    nowMs,
    startMs,
    lastEndMs,
    readFromMs: Math.max(
      ...read.map((own) =>
        own.length < ROWS_MAX ? fromMs : (own.at(-1)?.windowEndMs ?? fromMs) + 1,
      ),
    ),
    revision: control?.revision ?? null,
    weaker: await weakerRevisions(plan, control, rows, of),
    baseline: of.baseline(system)?.digest ?? null,
    evaluations: rows.map(({ instance, revision, windowEndMs, verdict, muted }) => ({
      ...{ instance, revision, windowEndMs, verdict },
      isMuted: muted !== null,
    })),
    episodes: record.episodes,
    pooled: typeof asked === "string" ? null : asked,
    note: typeof asked === "string" ? asked.slice(0, NOTE_MAX) : suspended(system, of),
  };
}

/** A merged record can be about several; more than these are too many to follow. */
function systemsOf({ instances }: MeasuredPlan): readonly string[] {
  return [...new Set(instances.map((labels) => labels["system"] ?? ""))].slice(0, SYSTEMS_MAX);
}

/** When the actions of the present cycle were done: the record came to be verified. */
export function doneMs(record: Nonconformity): number {
  const step = record.steps.findLast(({ kind, to }) => kind === "moved" && to === "verifying");
  return step?.atMs ?? record.raisedMs;
}

function enforced(control: Control | null): Control | null {
  return control?.status === "enforce" ? control : null;
}

/** End of the last window that was due by then. */
function lastEnd(control: Control, { everyMs }: MeasuredPlan, asOfMs: number): number {
  return Math.floor((asOfMs - closesAtMs(control, 0)) / everyMs) * everyMs;
}

/** In what each revision that judged, or is in force, demands less than the planned one. */
async function weakerRevisions(
  plan: MeasuredPlan,
  control: Control | null,
  rows: readonly StoredVerdict[],
  { formerly }: ExaminerOptions,
): Promise<EffectivenessFacts["weaker"]> {
  const revisions = new Set(rows.map(({ revision }) => revision));
  if (control !== null) revisions.add(control.revision);
  revisions.delete(plan.revision);
  if (revisions.size === 0) return {};
  const planned = await formerly(plan.revision);
  const compared = await Promise.all(
    [...revisions].map(async (revision) => {
      const other = await formerly(revision);
      return [revision, planned && other && weakening(planned, other)] as const;
    }),
  );
  return Object.fromEntries(compared);
}

function suspended(system: string, { ledger }: ExaminerOptions): string | null {
  const suspension = ledger.state.directives.get(system)?.suspension ?? null;
  return suspension === null
    ? null
    : `${system} is suspended since ${formatInstant(suspension.sinceMs)}, so nothing comes in`;
}

const NOTE_MAX = 300;
const SYSTEMS_MAX = 10;
