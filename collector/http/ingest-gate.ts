/** Who may bring telemetry in right now; asked before a body is read. */
export interface IngestGate {
  /** Null: come in. `key`: the sender's own limit (429); `total`: everybody's (503). */
  readonly refusal: (
    key: string,
  ) => { readonly limit: "key" | "total"; readonly message: string } | null;
  /** Takes what came from the key's budgets. */
  readonly spend: (key: string, of: { readonly records: number; readonly bytes: number }) => void;
  /** Told that the bytes in flight left no room for a body. */
  readonly noteBusy: (limit: "key" | "total") => void;
}

/** Lets everybody in. */
export const OPEN_GATE: IngestGate = {
  refusal: () => null,
  spend: () => undefined,
  noteBusy: () => undefined,
};
