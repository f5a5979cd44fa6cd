/** What every entry says: when, and who (a pseudonym or a key's name; `tiltmeter` for the machine). */
export interface Stamp {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly by: string;
  /** How a person or program came to act: signed in, or by which key; absent: the machine, or before this was noted. */
  readonly via?: "session" | `key:${string}`;
}
