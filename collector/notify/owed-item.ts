import type { Grouping } from "@tiltmeter/rules";
import type { Announced, DigestMade, QuietEnded } from "./outbox-state.ts";

/** Something announced that a channel is owed. */
export interface Item {
  readonly announced: Announced;
  /** Among all announcements. */
  readonly position: number;
  /** Tells events of a record apart that can come more than once; null of the others. */
  readonly about: string | null;
  /** With what it is told together; null: on its own, at once. */
  readonly group: (Grouping & { readonly key: string }) | null;
  /** Until when quiet hours hold it; null: they do not. */
  heldUntilMs: number | null;
  unit: Unit;
}

/** One message: of one item unless it was composed, or of none. */
export interface Unit {
  /** Null: of one item that was never tried, whose id follows from it. */
  message: string | null;
  readonly items: readonly Item[];
  /** Names the group over all its messages. */
  readonly group: string | null;
  /** What it says where it says nothing of items. */
  readonly other: DigestMade | QuietEnded | null;
  readonly isComposed: boolean;
  readonly atMs: number;
  /** Tries so far, those of a place it led to before not among them. */
  attempts: number;
  /** When it is tried next. */
  nextMs: number;
}

/**
 * Something announced, and the message that says it alone.
 *
 * Plain literals: there is one for everything that ever was announced, and spreading costs thrice as much.
 */
export function newItem(
  announced: Announced,
  position: number,
  about: string | null,
  group: Item["group"],
): Item {
  const { atMs } = announced;
  const items: Item[] = [];
  const unit: Unit = {
    message: null,
    items,
    group: null,
    other: null,
    isComposed: false,
    atMs,
    attempts: 0,
    nextMs: atMs,
  };
  const item: Item = { announced, position, about, group, heldUntilMs: null, unit };
  items.push(item);
  return item;
}

/** Goes out on its own as soon as it is announced. */
export function isImmediate({ group, heldUntilMs }: Item): boolean {
  return group === null && heldUntilMs === null;
}

/** No message of several says it, and it was never tried. */
export function isUndecided({ unit }: Item): boolean {
  return !unit.isComposed && unit.attempts === 0;
}
