/** What a person did with a model's answer. */
export const OVERSIGHT_ACTIONS = ["confirm", "override", "escalate", "abstain", "stop"] as const;
export type OversightAction = (typeof OVERSIGHT_ACTIONS)[number];

/** The human-override event: one oversight decision about one prediction. */
export interface Oversight {
  readonly kind: "oversight";
  /** The prediction's id. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly timeMs: number;
  readonly action: OversightAction;
  /** The model's label as the person saw it; `""` where not given. */
  readonly from: string;
  /** The label after the person's decision; `""` where not given. */
  readonly to: string;
  /** Pseudonym of the reviewer; `""` where not given. */
  readonly by: string;
  readonly role: string;
  /** Reason code, e.g. `income_verified`; `""` where not given. */
  readonly reason: string;
  /** Seconds the person looked; null where not measured. */
  readonly reviewSeconds: number | null;
}
