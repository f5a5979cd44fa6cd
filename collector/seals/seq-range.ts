/** Batches of one journal, both ends included. */
export interface SeqRange {
  readonly journal: string;
  readonly fromSeq: number;
  readonly toSeq: number;
}
