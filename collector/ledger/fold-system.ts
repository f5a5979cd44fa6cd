import { BARE_DECLARATION, changedFields } from "@tiltmeter/rules";
import type { Draft } from "./draft.ts";
import type { SystemDeclared, SystemWithdrawn } from "./entries/systems.ts";
import { found } from "./illegal-entry.ts";
import type { SystemChange } from "./state.ts";

/** A system stands in the inventory as declared from here on. */
export function applyDeclaration(draft: Draft, entry: SystemDeclared): void {
  const { type: _, atMs, by, system: id, changed, ...said } = entry;
  const declaration = { id, ...BARE_DECLARATION, ...said };
  const before = draft.systems.get(id);
  draft.systems.set(id, {
    ...declaration,
    declaredMs: before?.declaredMs ?? atMs,
    statusMs: before?.status === said.status ? before.statusMs : atMs,
  });
  const differing = changed ?? changedFields(before ?? null, declaration);
  noteChange(draft, { atMs, by, system: id }, { declaration, changed: differing });
}

/** It stands there no more; what was declared stays in its history. */
export function applyWithdrawal(draft: Draft, entry: SystemWithdrawn): void {
  found(draft, entry, draft.systems.get(entry.system), entry.system);
  draft.systems.delete(entry.system);
  noteChange(draft, entry, { declaration: null, changed: [] });
}

function noteChange(
  draft: Draft,
  { atMs, by, system }: { readonly atMs: number; readonly by: string; readonly system: string },
  change: Pick<SystemChange, "declaration" | "changed">,
): void {
  const before = draft.systemHistory.get(system) ?? [];
  draft.systemHistory.set(system, [...before, { atMs, by, ...change }]);
}
