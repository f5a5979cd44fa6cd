import {
  type Calendar,
  calendarOf,
  type DeclaredCalendar,
  declaredLists,
  directiveAt,
  formatInstant,
  RUNNING,
  type Standing,
  type SystemDeclaration,
  type SystemDirective,
  standingOf,
} from "@tiltmeter/rules";

/** A declaration as it stands. */
interface Declared extends SystemDeclaration {
  readonly declaredMs: number;
  readonly statusMs: number;
}

/** What of the ledger's state the inventory is put together from. */
interface Sources {
  readonly systems: () => ReadonlyMap<string, Declared>;
  readonly directives: () => ReadonlyMap<string, SystemDirective>;
  readonly offsets: (zone: string) => Calendar["offsets"];
}

/** A system of the inventory with all that its declaration means now. */
export interface InventorySystem extends Omit<Declared, "calendar"> {
  readonly calendar: Calendar | null;
  readonly lists: ReturnType<typeof declaredLists>;
  readonly suspendedSinceMs: number | null;
  readonly resumedMs: number | null;
}

export interface Inventory {
  /** Every declared system, as it stands at an instant. */
  readonly systems: (nowMs: number) => readonly InventorySystem[];
  /** How a system stands that was last heard of then; null: never. */
  readonly standing: (id: string, lastSeenMs: number | null, nowMs: number) => Standing;
}

/** The inventory: declarations, calendars with the offsets of their zones, directives. */
export function createInventory(of: Sources): Inventory {
  // Each declaration is resolved once: every tick asks.
  const calendars = new WeakMap<DeclaredCalendar, Calendar>();
  const calendar = (declared: DeclaredCalendar | null): Calendar | null => {
    if (declared === null) return null;
    const resolved = calendars.get(declared) ?? calendarOf(declared, of.offsets);
    calendars.set(declared, resolved);
    return resolved;
  };
  const resolve = (declared: Declared, nowMs: number): InventorySystem => ({
    ...declared,
    // A planned system is expected from the day on which it is live.
    declaredMs: declared.statusMs,
    calendar: calendar(declared.calendar),
    lists: declaredLists(declared, formatInstant(nowMs).slice(0, 10)),
    ...suspension(of.directives().get(declared.id) ?? RUNNING, nowMs),
  });
  // A page asks once for each control, a tick for each window.
  let last: {
    readonly of: readonly [unknown, unknown, number];
    readonly answer: readonly InventorySystem[];
  } | null = null;
  return {
    systems: (nowMs) => {
      const [systems, directives] = [of.systems(), of.directives()];
      const isSame = last?.of[0] === systems && last.of[1] === directives && last.of[2] === nowMs;
      if (last === null || !isSame) {
        const answer = [...systems.values()].map((declared) => resolve(declared, nowMs));
        last = { of: [systems, directives, nowMs], answer };
      }
      return last.answer;
    },
    standing: (id, lastSeenMs, nowMs) => {
      const declared = of.systems().get(id);
      if (declared === undefined) return standingOf(null, lastSeenMs, nowMs);
      const system = resolve(declared, nowMs);
      const isSuspended = system.suspendedSinceMs !== null;
      return standingOf({ ...system, isSuspended }, lastSeenMs, nowMs);
    },
  };
}

function suspension(
  of: SystemDirective,
  nowMs: number,
): Pick<InventorySystem, "suspendedSinceMs" | "resumedMs"> {
  const { directive, sinceMs } = directiveAt(of, nowMs);
  return directive === "suspend"
    ? { suspendedSinceMs: sinceMs, resumedMs: null }
    : { suspendedSinceMs: null, resumedMs: sinceMs };
}
