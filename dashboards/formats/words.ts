import type { Source } from "@tiltmeter/rules";

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more`. */
export function listed(items: readonly string[], most = 4): string {
  const shown = items.length > most ? items.slice(0, most - 1) : items;
  const rest = items.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
}

/** First letter upper case, the rest as it stands. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Keeps a number and its unit on one line: `91.1 %`. */
export function unbroken(text: string): string {
  return text.replace(/(\d) (%|ms|µs|s|min|h|days?)(?!\w)/g, "$1\u00a0$2");
}

/** A path segment for any text that telemetry may carry. */
export function segment(text: string): string {
  // A lone surrogate would make encodeURIComponent throw, and a page with it.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/** How a matter came to be known: `an internal audit`. */
export function sourceWords(source: Source): string {
  return SOURCE_WORDS[source];
}

const SOURCE_WORDS: Readonly<Record<Source, string>> = {
  control: "a control",
  internal_audit: "an internal audit",
  external_audit: "an external audit",
  incident: "an incident",
  complaint: "a complaint",
  concern: "a concern",
  supplier: "a supplier",
  management_review: "a management review",
};
