import { writtenId } from "./burning.ts";
import type { Draft } from "./draft.ts";

/**
 * Planned maintenance: detection goes on and is recorded, and nothing is raised meanwhile. The same text
 * as long as it says the same.
 */
export interface Maintenance {
  readonly name: string;
  /** Empty: every system. */
  readonly systems: readonly string[];
  /** Control ids; empty: every control. That of an objective means each of its alarms. */
  readonly controls: readonly string[];
  readonly owner: string;
  readonly reason: string;
  /** Unix milliseconds; half-open, [fromMs, untilMs). */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The maintenance that a window of a control and system ends in; undefined where it ends in none. */
export function maintenanceOf(
  planned: readonly Maintenance[],
  of: { readonly control: Draft; readonly system: string; readonly endMs: number },
): Maintenance | undefined {
  const { control, system, endMs } = of;
  // Asked for every instance of every window, and there seldom is any.
  if (planned.length === 0) return undefined;
  const ids = [control.id, writtenId(control)];
  return planned.find(
    ({ systems, controls, fromMs, untilMs }) =>
      fromMs <= endMs &&
      endMs < untilMs &&
      (systems.length === 0 || systems.includes(system)) &&
      (controls.length === 0 || controls.some((id) => ids.includes(id))),
  );
}
