/** An approved baseline, as `GET /api/v1/baselines/DIGEST` of the collector answers it. */
export interface BaselineInput {
  readonly digest: string;
  readonly system: string;
  readonly features: Readonly<Record<string, unknown>>;
  readonly derived?: Readonly<Record<string, unknown>>;
}

/** A baseline, or who fetches one. A function is asked once, and once a minute after a failure. */
export type BaselineOption = BaselineInput | (() => BaselineInput | Promise<BaselineInput>);
