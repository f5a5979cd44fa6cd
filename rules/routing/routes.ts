import type { RiskTier, Severity } from "../control/control.ts";
import type { DeclaredCalendar } from "../inventory/declaration.ts";

/** How a control raised a record. Observations are announced to nobody, so no route speaks of them. */
export const ROUTED_RAISES = ["nonconformity", "candidate"] as const;
export type RoutedRaise = (typeof ROUTED_RAISES)[number];

/**
 * What can happen to a record that a route may ask for. `raised_again`: its matter had been closed;
 * whoever asks for `raised` hears of it too. `reopened`: an observation or an accepted risk is taken up
 * again. `moved`: it is in another state. `escalated`: others were told, because nobody did anything.
 * `closed`: it is done with in whatever way; whoever heard of it is told so.
 */
export const ROUTED_EVENTS = [
  "raised",
  "raised_again",
  "reopened",
  "moved",
  "due",
  "escalated",
  "closed",
] as const;
export type RoutedEvent = (typeof ROUTED_EVENTS)[number];

/** What a route hears of unless it says otherwise: what somebody has to do something about, and its end. */
export const USUAL_EVENTS: readonly RoutedEvent[] = [
  "raised",
  "raised_again",
  "reopened",
  "due",
  "closed",
];

/** What a route asks of a record; an empty list asks nothing. All that is asked must hold. */
export interface RouteCondition {
  readonly severities: readonly Severity[];
  /** Of the record, or of its system as declared. */
  readonly owners: readonly string[];
  readonly systems: readonly string[];
  readonly controls: readonly string[];
  readonly raises: readonly RoutedRaise[];
  /** Of its system as declared. Absent: asks nothing. */
  readonly tiers?: readonly RiskTier[];
}

/** What records may have in common to be told together. */
export const GROUP_KEYS = ["system", "control", "severity", "owner"] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

/** Messages of one route that say several things at once. */
export interface Grouping {
  /** Empty: everything of the route. */
  readonly by: readonly GroupKey[];
  /** How long the first waits for others. */
  readonly waitMs: number;
  /** How long the next message of the same group waits after the last one. */
  readonly intervalMs: number;
  /** How long something critical waits at most, and with it whatever waits beside it. */
  readonly criticalMs: number;
}

/** A message at set times that sums up in place of one for each event. */
export interface DigestSchedule {
  /** From Monday, 0; at least one. */
  readonly days: readonly number[];
  /** Of the local day. */
  readonly minute: number;
  readonly zone: string;
}

/** How a route tells; what is absent it does not do. */
export interface Manner {
  /** Absent: what came with the first version of routes, `raised`, `due` and `closed`. */
  readonly events?: readonly RoutedEvent[];
  readonly group?: Grouping;
  /** Others who hear of a raise that nobody acknowledges, the soonest first. */
  readonly escalate?: readonly { readonly afterMs: number; readonly channels: readonly string[] }[];
  /** How often an open record is told of again. */
  readonly repeatMs?: number;
  readonly digest?: DigestSchedule;
}

export interface Route extends Manner {
  readonly id: string;
  readonly when: RouteCondition;
  /** Names of channels, at least one. */
  readonly channels: readonly string[];
}

/** Times in which channels hear of nothing that can wait: it is told at their end. */
export interface QuietHours {
  readonly id: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
  /** The last day, `2026-12-31`, of the calendar's zone. */
  readonly until: string;
  readonly channels: readonly string[];
  /** The hours are the quiet ones. */
  readonly during: DeclaredCalendar;
  /** What is held back of them; what is not asked for passes. */
  readonly when: RouteCondition;
  /** Held back too, though it passes else: critical records, clocks of the law. */
  readonly holds: readonly HeldAnyway[];
}

export const HELD_ANYWAY = ["critical", "statutory"] as const;
export type HeldAnyway = (typeof HELD_ANYWAY)[number];

/** Who is told of what. */
export interface Routes {
  /** Every raise reaches these, whatever else is said: at least one. */
  readonly compliance: readonly string[];
  /** How those are told. */
  readonly complianceManner?: Manner;
  readonly routes: readonly Route[];
  readonly quiet?: readonly QuietHours[];
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
  /** Null: its system is not declared, or its declaration names none. */
  readonly tier?: RiskTier | null;
}

/** The route that stands for compliance: it asks for everything. */
export const COMPLIANCE = "compliance";

/** Asks for everything. */
export const ANYTHING: RouteCondition = {
  ...{ severities: [], owners: [], systems: [], controls: [], raises: [] },
};

/** Compliance first, then the routes, each as one that can be looked up by its id. */
export function allRoutes(of: Routes): readonly Route[] {
  const compliance = { id: COMPLIANCE, when: ANYTHING, channels: of.compliance };
  return [{ ...compliance, ...of.complianceManner }, ...of.routes];
}

/**
 * The routes that tell of an event of a record, compliance first.
 *
 * Part of what an entry of the ledger means: who was to be told of something old follows from the routes
 * that were in force then, and must not change. A route with a digest tells of nothing by itself.
 */
export function routesFor(
  of: Routes,
  record: Routed,
  event: RoutedEvent = "raised",
): readonly Route[] {
  return allRoutes(of).filter(
    (route) => route.digest === undefined && hears(route, event) && fulfils(route.when, record),
  );
}

/** The channels that are told: those of compliance first, then those of every route that matches, each once. */
export function channelsFor(
  of: Routes,
  record: Routed,
  event: RoutedEvent = "raised",
): readonly string[] {
  return [...new Set(routesFor(of, record, event).flatMap(({ channels }) => channels))];
}

function hears({ events }: Manner, event: RoutedEvent): boolean {
  if (events === undefined) return FIRST_EVENTS.has(event);
  return events.includes(event) || (event === "raised_again" && events.includes("raised"));
}

/** What was announced when routes could not say of what they hear. */
const FIRST_EVENTS: ReadonlySet<RoutedEvent> = new Set(["raised", "raised_again", "due", "closed"]);

/** Whether a record is what a condition asks for. */
export function fulfils(when: RouteCondition, of: Routed): boolean {
  return (
    asks(when.severities, of.severity) &&
    asks(when.owners, of.owner) &&
    asks(when.systems, of.system) &&
    asks(when.controls, of.control) &&
    asks(when.raises, of.raises) &&
    asks(when.tiers ?? [], of.tier ?? null)
  );
}

function asks<T extends string>(allowed: readonly T[], value: T | null): boolean {
  return allowed.length === 0 || (value !== null && allowed.includes(value));
}

/** What a record shares with others of its group: the same text for the same. */
export function groupOf(by: readonly GroupKey[], record: Routed): string {
  return JSON.stringify(by.map((key) => [key, record[key]]));
}
