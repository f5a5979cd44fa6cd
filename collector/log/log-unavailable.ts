/**
 * The log could not make a frame durable, so nothing may be acknowledged.
 *
 * The frame may or may not be there after a restart; sending the same batch again is safe. `cause`
 * is the disk's own error (EIO, ENOSPC, …) where there is one.
 */
export class LogUnavailable extends Error {
  override readonly name = "LogUnavailable";
}

/** Another process has the folder open. */
export class LogLocked extends Error {
  override readonly name = "LogLocked";
  readonly folder: string;

  constructor(folder: string) {
    super(
      `${folder} is in use by another process: stop that process, or give this one a folder of its own`,
    );
    this.folder = folder;
  }
}
