import { type ActionCommand, decideAction, decideEdit, type EditCommand } from "@tiltmeter/rules";
import { type DecideOnRecord, onRecord, type RecordActAnswer } from "./nonconformity.ts";

/** Plans, changes, drops or finishes a corrective action of a record. */
export function actOnAction(
  of: ActionCommand & { readonly id: string },
  nowMs: number,
  transact: DecideOnRecord,
): Promise<RecordActAnswer> {
  return onRecord(of, transact, (record) => decideAction(record, of, nowMs));
}

/** Changes owner, severity, what is said of a serious incident, or citations. */
export function editRecord(
  of: EditCommand & { readonly id: string },
  nowMs: number,
  transact: DecideOnRecord,
): Promise<RecordActAnswer> {
  return onRecord(of, transact, (record) => decideEdit(record, of, nowMs));
}
