/** What a member is to whoever verifies a package; the names are the package format's. */
export type MemberClass =
  | "entries"
  | "checkpoints"
  | "rows"
  | "texts"
  | "document"
  | "register"
  | "dossier"
  | "statement"
  | "reading"
  | "verifier";

/** One file of what is handed over. */
export interface Member {
  /** With `/` between its parts. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly class: MemberClass;
}

/** A member for people's eyes. */
export function reading(path: string, content: string | Uint8Array): Member {
  return { path, content, class: "reading" };
}

/** A member that states something as data: JSON, one value a file, with a line feed at its end. */
export function statement(path: string, value: unknown): Member {
  return { path, content: `${JSON.stringify(value, null, 1)}\n`, class: "statement" };
}
