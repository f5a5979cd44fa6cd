/** Of a line that stands out where a person reads. */
export type Colour = "red" | "yellow" | "faint";

/** What a command may do to the world outside its own work: `main.ts` makes the real one. */
export interface Terminal {
  /** Writes one line to standard output: results, and what a script may read. */
  readonly print: (line: string, colour?: Colour) => void;
  /** Writes one line to standard error: logs and complaints. */
  readonly complain: (line: string) => void;
  /** A person is watching standard error: bars and colours are welcome. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls back at every SIGINT and SIGTERM until the returned function is called. */
  readonly onSignal: (listener: (signal: "SIGINT" | "SIGTERM") => void) => () => void;
  /** Calls back at every SIGHUP until the returned function is called. */
  readonly onHangUp: (listener: () => void) => () => void;
  /** Ends the process at once. For a second signal or a missed deadline; otherwise return the code. */
  readonly abandon: (code: number) => never;
}
