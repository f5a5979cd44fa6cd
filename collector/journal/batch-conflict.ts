/**
 * A batch id came again with other content.
 *
 * Answering it as a repeat would lose the second content, so it is refused: ids are for retries of
 * the same bytes.
 */
export class BatchConflict extends Error {
  override readonly name = "BatchConflict";
  /** Hex. */
  readonly batchId: string;

  constructor(batchId: string) {
    super(
      `batch id ${batchId} was used for other records before: send each batch under an id of its own`,
    );
    this.batchId = batchId;
  }
}
