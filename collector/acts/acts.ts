import type { Nonconformity, NonconformityState } from "@tiltmeter/rules";
import type { ApprovedBaselines } from "./approved-baselines.ts";
import {
  approveBaseline,
  type BaselineAnswer,
  type BaselineApproved,
  type BaselineCreated,
  type KnownBaseline,
  registerBaseline,
} from "./baselines.ts";
import { type KeyCreated, type KeyRevoked, revokeKey } from "./keys.ts";
import {
  commentRecord,
  moveRecord,
  type RecordActAnswer,
  type RecordCommented,
  type RecordMoved,
} from "./nonconformity.ts";
import type { Transact } from "./transact.ts";

/** What acts decide over; the ledger's state has it all. */
interface State {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  readonly baselines: ReadonlyMap<string, KnownBaseline>;
  readonly keys: ReadonlyMap<string, { readonly role: string; readonly revokedMs: number | null }>;
}

type Entry =
  | RecordMoved
  | RecordCommented
  | BaselineCreated
  | BaselineApproved
  | KeyCreated
  | KeyRevoked;

type Registration = Parameters<typeof registerBaseline>[0];
type BaselineSource =
  | { readonly kind: "columns"; readonly columns: Registration["columns"] }
  | { readonly kind: "window"; readonly fromMs: number; readonly toMs: number };

/** What people and programs may do. Each act is one decision over the ledger's state. */
export interface Acts {
  readonly transition: (act: {
    readonly id: string;
    readonly to: NonconformityState;
    readonly fields: Readonly<Record<string, string>>;
    readonly reason: string;
    readonly version: number;
    readonly by: string;
  }) => Promise<RecordActAnswer>;
  readonly comment: (act: {
    readonly id: string;
    readonly text: string;
    readonly by: string;
  }) => Promise<RecordActAnswer>;
  readonly createBaseline: (
    act: Omit<Registration, "origin" | "columns"> & { readonly from: BaselineSource },
  ) => Promise<BaselineAnswer>;
  readonly approveBaseline: (act: {
    readonly digest: string;
    readonly by: string;
  }) => ReturnType<typeof approveBaseline>;
  readonly createKey: (act: Omit<KeyCreated, "type" | "atMs">) => Promise<void>;
  readonly revokeKey: (act: { readonly id: string; readonly by: string }) => Promise<void>;
}

export function createActs(of: {
  readonly now: () => number;
  readonly hash: (text: string) => string;
  readonly transact: Transact<State, Entry>;
  readonly known: () => ReadonlyMap<string, KnownBaseline>;
  readonly keep: ApprovedBaselines["keep"];
  /** The features of a past window, as columns. */
  readonly columns: (
    system: string,
    window: { readonly fromMs: number; readonly toMs: number },
  ) => Promise<Registration["columns"]>;
}): Acts {
  const { now, hash, transact, keep } = of;
  return {
    transition: (act) => moveRecord(act, now(), transact),
    comment: (act) => commentRecord(act, now(), transact),
    createBaseline: async ({ from, ...act }) => {
      const columns = from.kind === "columns" ? from.columns : await of.columns(act.system, from);
      const deps = { nowMs: now(), known: of.known(), hash, keep, transact };
      return registerBaseline({ ...act, columns, origin: originOf(from) }, deps);
    },
    approveBaseline: (act) => approveBaseline(act, now(), transact),
    createKey: (act) =>
      transact<void>(() => ({
        entries: [{ type: "key_created", atMs: now(), ...act }],
        result: undefined,
      })),
    revokeKey: (act) => revokeKey(act, now(), transact),
  };
}

function originOf(from: BaselineSource): string {
  if (from.kind === "columns") return "columns";
  const [start, end] = [from.fromMs, from.toMs].map((ms) => new Date(ms).toISOString());
  return `window ${start}/${end}`;
}
