/** The store is so far behind that the journal takes nothing more until it catches up. */
export class JournalFull extends Error {
  override readonly name = "JournalFull";

  constructor(of: {
    readonly folder: string;
    readonly bytes: number;
    readonly quotaBytes: number;
  }) {
    super(
      `journal ${of.folder} must hold at most ${of.quotaBytes} bytes that the store does not have, got ${of.bytes}: check that the store works, or raise the quota`,
    );
  }
}
