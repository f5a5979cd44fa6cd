import type { Stamp } from "./stamp.ts";

interface OfAction extends Stamp {
  /** Of the record. */
  readonly id: string;
  /** `A1`, `A2` …, within the record. */
  readonly action: string;
}

export interface ActionPlanned extends OfAction {
  readonly type: "action_planned";
  /** `what`, `owner`, `due` and, where it is known, `change`. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface ActionChanged extends OfAction {
  readonly type: "action_changed";
  /** Of the fields of the plan those that change. */
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
}

/** It was found not to be needed. */
export interface ActionDropped extends OfAction {
  readonly type: "action_dropped";
  readonly text: string;
}

export interface ActionDone extends OfAction {
  readonly type: "action_done";
  /** `evidence` and, where it was not named before, `change`. */
  readonly fields: Readonly<Record<string, string>>;
}
