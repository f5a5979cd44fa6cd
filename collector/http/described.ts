import type { z } from "zod";

/** Chapters of the reference, in its order. */
export const TAGS = {
  Ingest: "Tell the collector what a system predicted, what came of it and what people decided.",
  Systems: "The inventory of AI systems and what was measured of them.",
  Controls: "What is in force, that it ran, and what it found.",
  Baselines: "What drift is measured against.",
  Nonconformities: "Requirements that were not fulfilled, and the work on them.",
  Duties: "What falls due, what has to be reported, and what is held.",
  Governance: "Policies, risks, suppliers, oversight, attestations, reviews and audits.",
  Ledger: "The append-only log of governance, and proofs over it.",
  Evidence: "What is handed over, sealed or erased.",
  Notifications: "Channels, routes and deliveries.",
  Access: "Keys, people and their roles.",
  Collector: "How the collector itself stands.",
} as const;
export type Tag = keyof typeof TAGS;

/** One answer of a route that is no problem. */
export interface Answered {
  /** When it comes, or what it holds. */
  readonly of: string;
  /** Its JSON. Absent where `text` says what it is, or where there is no body. */
  readonly json?: z.ZodType;
  /** Media types beside JSON, and what each holds. */
  readonly text?: Readonly<Record<string, string>>;
  /** A real one; a test holds it to `json`. */
  readonly example?: unknown;
  /** Names of headers, and what they say. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What whoever programs against one route needs to know of it. */
export interface RouteDescription {
  readonly tag: Tag;
  /** One line for somebody who has never seen the product, without a full stop. */
  readonly summary: string;
  /** What the line leaves out. Markdown. */
  readonly detail?: string;
  /** Parameters of the path whose name does not say enough. */
  readonly path?: Readonly<Record<string, string>>;
  /** An object of what may stand behind `?`: the one that the route reads it with. */
  readonly query?: z.ZodType;
  /** Request headers beyond the key's, and what they do. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The JSON of the request: the schema that the route checks it with. */
  readonly body?: z.ZodType;
  /** A real one; a test holds it to `body`. */
  readonly example?: unknown;
  /** Bodies that are no JSON, by media type. */
  readonly upload?: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<number, Answered>>;
  /** Problems beyond those that every route of its kind has: status → when. */
  readonly problems?: Readonly<Record<number, string>>;
}

/** Descriptions by route, as in the policy table: `GET /api/v1/systems/:id`. */
export type Described = Readonly<Record<string, RouteDescription>>;
