import {
  type ActionCommand,
  type Authority,
  countOutputs,
  countScores,
  type DirectiveEvent,
  type Distributions,
  distributionsOf,
  type EditCommand,
  type EffectivenessPlan,
  type Nonconformity,
  type NonconformityState,
  type ReportCommand,
  type SystemDirective,
} from "@tiltmeter/rules";
import type { ApprovedBaselines } from "./approved-baselines.ts";
import {
  approveBaseline,
  type BaselineAnswer,
  type BaselineApproved,
  type BaselineCreated,
  type KnownBaseline,
  registerBaseline,
} from "./baselines.ts";
import { namedFields } from "./named-fields.ts";
import {
  commentRecord,
  moveRecord,
  type RecordActAnswer,
  type RecordEntry,
} from "./nonconformity.ts";
import { actOnAction, editRecord } from "./record-changes.ts";
import { type RecordReported, type ReportAnswer, reportRecord } from "./report-record.ts";
import type { Renewal } from "./rolling-baselines.ts";
import { decideOnSystem } from "./suspension.ts";
import type { Transact } from "./transact.ts";

/** What acts decide over; the ledger's state has it all. */
interface State {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  readonly byFingerprint: ReadonlyMap<string, string>;
  readonly raisedInYear: ReadonlyMap<number, number>;
  readonly directives: ReadonlyMap<string, SystemDirective>;
  readonly baselines: ReadonlyMap<string, KnownBaseline>;
}

type Entry = RecordEntry | RecordReported | DirectiveEvent | BaselineCreated | BaselineApproved;

type Registration = Parameters<typeof registerBaseline>[0];
/** Rows of features, and their times in Unix milliseconds for counts by hour of the week. */
type Rows = Pick<Parameters<typeof distributionsOf>[0], "columns" | "times">;
type BaselineSource =
  | (Rows & {
      readonly kind: "columns";
      readonly scores?: Parameters<typeof countScores>[0];
      /** Absent: the labels of `scores`. */
      readonly outputs?: Past["outputs"];
    })
  /** Made by the sender, who tells of what. */
  | {
      readonly kind: "distributions";
      readonly origin: string;
      readonly distributions: Distributions;
      readonly scores?: Past["scores"];
      readonly outputs?: Past["outputs"];
    }
  | { readonly kind: "window"; readonly fromMs: number; readonly toMs: number }
  /** The last `days` days now, and again every `everyDays` days once that is approved. */
  | { readonly kind: "rolling"; readonly days: number; readonly everyDays: number };

/** What a past window gives a baseline. */
interface Past extends Rows {
  readonly scores: NonNullable<Registration["scores"]>;
  readonly outputs: NonNullable<Registration["outputs"]>;
}

/** What people and programs may do. Each act is one decision over the ledger's state. */
export interface Acts {
  readonly transition: (act: {
    readonly id: string;
    readonly to: NonconformityState;
    readonly fields: Readonly<Record<string, string>>;
    readonly reason: string;
    readonly version: number;
    readonly by: string;
    readonly authority: Authority;
  }) => Promise<RecordActAnswer>;
  readonly report: (act: ReportCommand) => Promise<ReportAnswer>;
  readonly actOnAction: (act: ActionCommand & { readonly id: string }) => Promise<RecordActAnswer>;
  readonly editRecord: (act: EditCommand & { readonly id: string }) => Promise<RecordActAnswer>;
  readonly comment: (act: {
    readonly id: string;
    readonly text: string;
    readonly by: string;
  }) => Promise<RecordActAnswer>;
  readonly decideOnSystem: (act: Parameters<typeof decideOnSystem>[0]) => Promise<RecordActAnswer>;
  readonly createBaseline: (
    act: Pick<Registration, "system" | "name" | "seasonal" | "rates" | "by"> & {
      readonly from: BaselineSource;
    },
  ) => Promise<BaselineAnswer>;
  /** What the machine does in the name of whoever approved a rolling baseline. */
  readonly renewBaseline: (renewal: Renewal) => Promise<BaselineAnswer>;
  readonly approveBaseline: (act: {
    readonly digest: string;
    readonly by: string;
  }) => ReturnType<typeof approveBaseline>;
}

export function createActs(of: {
  readonly now: () => number;
  readonly hash: (text: string) => string;
  readonly transact: Transact<State, Entry>;
  /** Made if there is none; on the disk when it resolves. */
  readonly pseudonymOf: (name: string) => Promise<string>;
  /** How the effect of a record's actions will be shown; null: it cannot be told now. */
  readonly planFor: (id: string) => Promise<EffectivenessPlan | null>;
  readonly known: () => ReadonlyMap<string, KnownBaseline>;
  readonly keep: ApprovedBaselines["keep"];
  /** The features of a past window, as columns, its scores whose truth is known, and its labels. */
  readonly past: (
    system: string,
    window: { readonly fromMs: number; readonly toMs: number },
  ) => Promise<Past>;
}): Acts {
  const { now, hash, transact, keep, pseudonymOf } = of;
  const register = (act: Registration, nowMs: number): Promise<BaselineAnswer> =>
    registerBaseline(act, { nowMs, known: of.known(), hash, keep, transact });
  const registerWindow = async (
    act: Omit<Registration, "distributions" | "scores" | "outputs">,
    window: { readonly fromMs: number; readonly toMs: number },
    nowMs: number,
  ): Promise<BaselineAnswer> => {
    const { scores, outputs, ...rows } = await of.past(act.system, window);
    const rowsOf = `predictions with features of ${JSON.stringify(act.system)} in the ${act.origin}`;
    const known = carried({ scores, outputs });
    return register({ ...act, ...counted(act, rows), ...known, rowsOf }, nowMs);
  };
  return {
    transition: async (act) => {
      const [fields, plan] = await Promise.all([
        namedFields(act.fields, pseudonymOf),
        act.to === "acting" ? of.planFor(act.id) : null,
      ]);
      return moveRecord({ ...act, fields, plan }, now(), transact);
    },
    comment: (act) => commentRecord(act, now(), transact),
    report: async (act) => {
      const fields = await namedFields(act.fields, pseudonymOf);
      return reportRecord({ ...act, fields }, now(), transact);
    },
    actOnAction: async (act) => {
      const fields = await namedFields(act.fields, pseudonymOf);
      return actOnAction({ ...act, fields }, now(), transact);
    },
    editRecord: async (act) => {
      const fields = await namedFields(act.fields, pseudonymOf);
      return editRecord({ ...act, fields }, now(), transact);
    },
    decideOnSystem: (act) => decideOnSystem(act, now(), transact),
    createBaseline: async ({ from, ...act }) => {
      switch (from.kind) {
        case "columns": {
          const { kind: origin, scores, outputs, ...rows } = from;
          const labels = outputs ?? countOutputs(scores?.label ?? []);
          const known = carried({
            scores: scores === undefined ? {} : countScores(scores),
            outputs: labels,
          });
          return register({ ...act, ...counted(act, rows), ...known, origin }, now());
        }
        case "distributions": {
          const { origin, distributions, scores = {}, outputs = {} } = from;
          const known = carried({ scores, outputs });
          return register({ ...act, distributions, ...known, origin }, now());
        }
        case "window":
          return registerWindow({ ...act, origin: windowText(from) }, from, now());
        case "rolling": {
          const { days, everyDays } = from;
          const rolling = { days, everyDays };
          const toMs = now();
          const window = { fromMs: toMs - days * DAY_MS, toMs };
          const origin = rollingText(rolling, window);
          return registerWindow({ ...act, origin, rolling }, window, toMs);
        }
      }
    },
    renewBaseline: ({ fromMs, toMs, ...renewal }) => {
      const window = { fromMs, toMs };
      const origin = rollingText(renewal.rolling, window);
      return registerWindow({ ...renewal, origin, by: "tiltmeter" }, window, toMs);
    },
    approveBaseline: (act) => approveBaseline(act, now(), transact),
  };
}

const DAY_MS = 86_400_000;

/** Hours are counted where windows will be compared with them. */
function counted(
  { seasonal }: Pick<Registration, "seasonal">,
  { columns, times }: Rows,
): Pick<Registration, "distributions"> {
  const dated = seasonal === undefined || times === undefined ? {} : { times };
  return { distributions: distributionsOf({ columns, ...dated }) };
}

/** Scores of which none has a known truth calibrate nothing, and no labels are no mix: the baseline is without. */
function carried({
  scores,
  outputs,
}: Pick<Past, "scores" | "outputs">): Pick<Registration, "scores" | "outputs"> {
  return {
    ...(Object.keys(scores).length === 0 ? {} : { scores }),
    ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
  };
}

function windowText(of: { readonly fromMs: number; readonly toMs: number }): string {
  const [start, end] = [of.fromMs, of.toMs].map((ms) => new Date(ms).toISOString());
  return `window ${start}/${end}`;
}

function rollingText(
  { days, everyDays, rule }: NonNullable<Registration["rolling"]>,
  window: { readonly fromMs: number; readonly toMs: number },
): string {
  const approved = rule === undefined ? "" : ` as approved with ${rule}`;
  return `rolling, ${days} days every ${everyDays}${approved}: ${windowText(window)}`;
}
