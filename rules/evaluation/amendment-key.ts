/** What a verdict that late data amended is known by, in the ledger: one text for one revision of one window. */
export function amendmentKey(of: {
  readonly control: string;
  /** `labelsKey` of the instance. */
  readonly instanceKey: string;
  readonly windowEndMs: number;
  readonly dataRevision: number;
}): string {
  return `${of.control} ${of.windowEndMs} ${of.dataRevision} ${of.instanceKey}`;
}
