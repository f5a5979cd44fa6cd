import type { Citation, NextState, Nonconformity } from "@tiltmeter/rules";
import type { RecordDuties } from "../duties.ts";
import type { RecordTelling } from "../notifications.ts";
import type { Attempt } from "../parts/attempt.tsx";
import type { EvidenceSnapshot, Reads } from "../reads.ts";
import type { ReturnedForm } from "./returned-form.ts";
import type { SuspensionView } from "./suspension.tsx";

/** Everything that the page of a record shows. */
export interface RecordView {
  readonly record: Nonconformity;
  readonly evidence: Attempt<EvidenceSnapshot | null>;
  readonly deliveries: Attempt<Awaited<ReturnType<Reads["deliveries"]>>>;
  readonly telling: Attempt<RecordTelling>;
  readonly effectiveness: Attempt<Awaited<ReturnType<Reads["effectiveness"]>>>;
  readonly duties: Attempt<RecordDuties | null>;
  readonly completeness: Attempt<Awaited<ReturnType<Reads["recordCompletenessSoon"]>>>;
  /** The metric of the control, where it is known: it says how numbers read. */
  readonly beside: readonly Citation[];
  readonly measure: string;
  /** Of the systems that the record is about, those of which something was ever proposed or decided. */
  readonly suspensions: readonly SuspensionView[];
  /** May this person suspend systems and let them run? */
  readonly mayDecide: boolean;
  /** Null: this person may read only. */
  readonly moves: readonly NextState[] | null;
  readonly returned: ReturnedForm | null;
  /** What was just done, to say so. */
  readonly done: string | null;
}
