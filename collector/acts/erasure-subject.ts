import { isPseudonym } from "../tlog/pseudonym.ts";
import { isTextCommitment } from "../tlog/text-commitment.ts";

/** What is to be erased. */
export type ErasureSubject =
  /** A person of ours: the name, and all that they wrote. */
  | { readonly kind: "person"; readonly name: string }
  /** All that people wrote on a record. */
  | { readonly kind: "record"; readonly id: string }
  /** One text. */
  | { readonly kind: "text"; readonly commitment: string }
  /** A person whom predictions are about: their rows, and what was said of these predictions. */
  | { readonly kind: "data-subject"; readonly system: string; readonly subject: string }
  /** A concern of telemetry, with all its steps. */
  | { readonly kind: "concern"; readonly system: string; readonly id: string };

/** How subjects are written. */
export const SUBJECT_FORMS =
  "person:NAME, a pseudonym p_…, a record NC-…, text:…, data-subject:SYSTEM/SUBJECT or concern:SYSTEM/ID";

/** Reads a subject; null where the text is none of the forms. */
export function parseErasureSubject(text: string): ErasureSubject | null {
  if (isPseudonym(text)) return { kind: "person", name: text };
  if (isTextCommitment(text)) return { kind: "text", commitment: text };
  if (/^NC-\d{4,}-\d{4,}$/.test(text)) return { kind: "record", id: text };
  const [, form, rest = ""] = /^(person|data-subject|concern):(.+)$/s.exec(text) ?? [];
  if (form === "person") return { kind: "person", name: rest };
  const slash = rest.indexOf("/");
  const [system, name] = [rest.slice(0, slash), rest.slice(slash + 1)];
  if (slash < 1 || name === "") return null;
  if (form === "data-subject") return { kind: "data-subject", system, subject: name };
  return form === "concern" ? { kind: "concern", system, id: name } : null;
}
