import { wellFormed } from "../well-formed.ts";

/** A JSON object of an OSCAL document. */
export type Oscal = Readonly<Record<string, unknown>>;

/** Our names among those of others. */
export const NAMESPACE = "urn:tiltmeter:ns:oscal";

/** A token (NCName) of something's name: what may not stand in one becomes `_`. */
export function token(...name: readonly string[]): string {
  const text = wellFormed(name.join("-")).replace(/[^\p{L}\p{N}.\-_]/gu, "_");
  return /^[\p{L}_]/u.test(text) ? text : `_${text}`;
}

/** A text on one line, never empty. */
export function line(text: string): string {
  const words = wellFormed(text)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return words === "" ? "(none)" : words;
}

/** Several paragraphs, never empty. */
export function prose(text: string): string {
  const words = wellFormed(text).trim();
  return words === "" ? "(none)" : words;
}

/** Properties, those without a value left out. */
export function props(
  of: Readonly<Record<string, string | number | null | undefined>>,
): readonly Oscal[] {
  return Object.entries(of).flatMap(([name, value]) =>
    value === null || value === undefined || String(value).trim() === ""
      ? []
      : [{ name: token(name), ns: NAMESPACE, value: line(String(value)) }],
  );
}

/** A list under its name; an empty one is left out, since OSCAL knows none. */
export function list(name: string, items: readonly unknown[]): Oscal {
  return items.length === 0 ? {} : { [name]: items };
}
