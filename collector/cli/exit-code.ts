/** What the process says when it ends. `--help` of every command lists those that it can give. */
export const EXIT = {
  /** Done, or ended on request with nothing lost. */
  ok: 0,
  /** The work found errors, or failed. */
  failed: 1,
  /** The command line or the configuration cannot be used. */
  usage: 2,
  /** The address to listen on is taken or not ours. */
  addressTaken: 3,
  /**
   * A second signal, or the ten seconds were over. Whatever was acknowledged is on disk. With the embedded engine open the process
   * ends by SIGINT, which shells tell by this number (`store/engine/exit-guard.ts`).
   */
  forced: 130,
} as const;

/** How a command gives its result to the program, which ends with it. */
export type Finish = (code: number) => void;
