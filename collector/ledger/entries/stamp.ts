/** What every entry says: when, and who (a pseudonym or a key's name; `tiltmeter` for the machine). */
export interface Stamp {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly by: string;
}
