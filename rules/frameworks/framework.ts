/** How sure we are that a clause exists under this number and title. */
export const CONFIDENCES = ["high", "medium", "unconfirmed"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** How far records of use can evidence a clause; `none`: it is for people to attest. */
export const FITS = ["strong", "partial", "weak", "none"] as const;
export type Fit = (typeof FITS)[number];

/** A standard, a law or a framework, as far as control files may cite it. */
export interface Framework {
  /** As `clauses` of control files name it: `iso42001`, `eu-ai-act`. */
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** Short name of a source → what it is and where. */
  readonly sources: Readonly<Record<string, string>>;
  /** In the order of the framework. */
  readonly clauses: readonly Clause[];
}

/** One clause, article or control of a framework. Never its text: a title, and words of ours. */
export interface Clause {
  readonly id: string;
  readonly title: string;
  readonly fit: Fit;
  /** Which records speak to it; null where none do. */
  readonly records: string | null;
  /** Controls whose link is another than `fit`: control id → how far that control evidences it. */
  readonly links: Readonly<Record<string, Fit>>;
  /** Short names of the framework's sources. */
  readonly sources: readonly string[];
  /** The day on which somebody compared it with them, ISO 8601. */
  readonly verifiedOn: string;
  readonly confidence: Confidence;
}
