import type { IncidentKind } from "./incident.ts";

/** Where a text of law, or a reading of it, was taken from. */
export interface StatuteSource {
  readonly title: string;
  readonly url: string;
  /** The day on which it was read: `2026-10-06`. */
  readonly retrieved: string;
}

/** From when on somebody holds that the duties apply. Which reading is right is for lawyers to say. */
export interface Reading {
  readonly id: string;
  readonly title: string;
  /** The first day, `2026-08-02`, in UTC. */
  readonly appliesFrom: string;
  readonly why: string;
  readonly sources: readonly string[];
}

/** A time within which somebody outside has to be told. */
export interface ReportingDuty {
  readonly id: string;
  /** As it is cited: `Art. 73(2)`. */
  readonly citation: string;
  readonly title: string;
  /** The law's own words, briefly; they hold `number`. */
  readonly quote: string;
  readonly paraphrase: string;
  /** The time as the law writes it: `15 days`, `two days`, `72 hours`, `one month`. */
  readonly number: string;
  /** The same, strictly: days are 24 hours each, and a month is its shortest, 28 days. */
  readonly withinMs: number;
  /** From awareness, or from the report of another duty. */
  readonly start: { readonly kind: "awareness" } | { readonly kind: "report"; readonly of: string };
  /** It binds a serious incident of any of these kinds; none: of any kind at all. */
  readonly serious: boolean;
  readonly kinds: readonly IncidentKind[];
  /** Of the duties of one group only the shortest that binds counts, and one report ends them all. */
  readonly group: string | null;
  /** A first report may be incomplete. */
  readonly initialAllowed: boolean;
  readonly recipient: string;
  readonly source: string;
}

/** A law with the reporting duties that it sets. */
export interface Statute {
  readonly id: string;
  readonly name: string;
  readonly sources: Readonly<Record<string, StatuteSource>>;
  /** One where nobody doubts it; the readings of a contested one, the strictest first. */
  readonly readings: readonly Reading[];
  readonly duties: readonly ReportingDuty[];
}
