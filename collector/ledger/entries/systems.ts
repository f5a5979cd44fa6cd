import type { SystemDeclaration } from "@tiltmeter/rules";
import type { Stamp } from "./stamp.ts";

/** The whole declaration; what older versions could not say is absent. */
export interface SystemDeclared
  extends Stamp,
    Omit<SystemDeclaration, "id" | Later>,
    Partial<Pick<SystemDeclaration, Later>> {
  readonly type: "system_declared";
  readonly system: string;
  /** What differs from the declaration before, by its names in the file; absent in older entries. */
  readonly changed?: readonly string[];
}

/** The system stands in the inventory no more. */
export interface SystemWithdrawn extends Stamp {
  readonly type: "system_withdrawn";
  readonly system: string;
}

/** What a declaration could not say at first. */
type Later =
  | "deputy"
  | "oversightRole"
  | "suppliers"
  | "approvedModels"
  | "approvedVersions"
  | "approvedTools"
  | "reviewers"
  | "calendar"
  | "assessment"
  | "reactionMs"
  | "silentAfterMs";
