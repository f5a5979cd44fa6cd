import type { Severity } from "../control/control.ts";

/** How a control raised a record. Observations are announced to nobody, so no route speaks of them. */
export const ROUTED_RAISES = ["nonconformity", "candidate"] as const;
export type RoutedRaise = (typeof ROUTED_RAISES)[number];

/** What a route asks of a record; an empty list asks nothing. All that is asked must hold. */
export interface RouteCondition {
  readonly severities: readonly Severity[];
  /** Of the record, or of its system as declared. */
  readonly owners: readonly string[];
  readonly systems: readonly string[];
  readonly controls: readonly string[];
  readonly raises: readonly RoutedRaise[];
}

export interface Route {
  readonly id: string;
  readonly when: RouteCondition;
  /** Names of channels, at least one. */
  readonly channels: readonly string[];
}

/** Who is told of what. */
export interface Routes {
  /** Every raise reaches these, whatever else is said: at least one. */
  readonly compliance: readonly string[];
  readonly routes: readonly Route[];
}

/** What routes are chosen by. */
export interface Routed {
  readonly severity: Severity;
  /** Null: nobody owns the record, and nobody its system. */
  readonly owner: string | null;
  readonly system: string;
  /** Null: a person raised the record. */
  readonly control: string | null;
  readonly raises: RoutedRaise;
}

/**
 * The channels that are told: those of compliance first, then those of every route that matches, each
 * once.
 *
 * Part of what an entry of the ledger means: who was to be told of an old raise follows from the routes
 * that were in force then, and must not change.
 */
export function channelsFor(of: Routes, record: Routed): readonly string[] {
  const matching = of.routes.filter(({ when }) => matches(when, record));
  return [...new Set([...of.compliance, ...matching.flatMap(({ channels }) => channels)])];
}

function matches(when: RouteCondition, of: Routed): boolean {
  return (
    asks(when.severities, of.severity) &&
    asks(when.owners, of.owner) &&
    asks(when.systems, of.system) &&
    asks(when.controls, of.control) &&
    asks(when.raises, of.raises)
  );
}

function asks<T extends string>(allowed: readonly T[], value: T | null): boolean {
  return allowed.length === 0 || (value !== null && allowed.includes(value));
}
