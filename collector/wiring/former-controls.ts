import { type Control, parseControls, weakening } from "@tiltmeter/rules";
import type { Controls } from "../acts/controls.ts";

/** Revisions that are or were in force, read back from their texts. */
export interface FormerControls {
  /** Null: its text was not kept. */
  readonly of: (revision: string) => Promise<Control | null>;
  /** What was in force at an instant. */
  readonly at: (
    atMs: number,
  ) => Promise<
    readonly { readonly id: string; readonly revision: string; readonly control: Control | null }[]
  >;
  /**
   * What the revision in force demands less than a former one, as names of the control file; than the one
   * before it where that is null. What cannot be compared counts as less.
   */
  readonly weakened: (id: string, former: string | null) => Promise<readonly string[]>;
}

/** Each revision is parsed once. `hash` is SHA-256 in hex. */
export function createFormerControls(
  { controls, history }: Pick<Controls, "controls" | "history">,
  hash: (text: string) => string,
): FormerControls {
  const known = new Map<string, Control | null>();
  const of = async (revision: string): Promise<Control | null> => {
    const present = controls().find((control) => control.revision === revision);
    if (present !== undefined) return present;
    const found = known.get(revision);
    if (found !== undefined) return found;
    const text = await history.textOf(revision);
    const control = text === null ? null : (parseControls(text, "", hash).controls[0] ?? null);
    known.set(revision, control);
    return control;
  };
  return {
    of,
    at: async (atMs) => {
      const then = history.ids().flatMap((id) => {
        const stood = history
          .revisions(id)
          .find(
            ({ loadedMs, endedMs }) => loadedMs <= atMs && (endedMs === null || endedMs > atMs),
          );
        return stood === undefined ? [] : [{ id, revision: stood.revision }];
      });
      return Promise.all(then.map(async (each) => ({ ...each, control: await of(each.revision) })));
    },
    weakened: async (id, former) => {
      const after = controls().find((control) => control.id === id);
      const before = former ?? history.revisions(id)[1]?.revision;
      if (after === undefined || before === undefined || before === after.revision) return [];
      const control = await of(before);
      return control === null ? ["a revision whose text was not kept"] : weakening(control, after);
    },
  };
}
