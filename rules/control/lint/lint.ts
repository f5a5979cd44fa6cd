import { writtenId } from "../burning.ts";
import type { Control } from "../control.ts";
import type { Maintenance } from "../maintenance.ts";
import { inScope } from "./in-scope.ts";
import { lintControl } from "./lint-control.ts";
import type { LintContext, Remark } from "./remark.ts";

/**
 * What is doubtful about controls that could be put in force as they are: alone, together, and for the
 * systems that are declared. Pure; the same remarks in the same order for the same arguments.
 */
export function lint(
  of: { readonly controls: readonly Control[]; readonly maintenance?: readonly Maintenance[] },
  context: LintContext = {},
): readonly Remark[] {
  const { controls, maintenance = [] } = of;
  const once = new Set<string>();
  const alone = controls
    // The alarms of an objective are one control to their author.
    .filter((control) => isFirst(once, writtenId(control)))
    .flatMap((control) => lintControl(control, context));
  return [...alone, ...strayMaintenance(controls, maintenance), ...unwatched(controls, context)];
}

function isFirst(seen: Set<string>, id: string): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

function strayMaintenance(
  controls: readonly Control[],
  maintenance: readonly Maintenance[],
): readonly Remark[] {
  const known = new Set(controls.flatMap((control) => [control.id, writtenId(control)]));
  return maintenance.flatMap(({ name, controls: ids }) =>
    ids
      .filter((id) => !known.has(id))
      .map((id) => ({
        control: null,
        code: "stray-maintenance",
        message: `maintenance ${name} is for ${id}, which none of these files has: what it was to keep quiet is raised`,
        fix: "correct the id, or check the files together",
      })),
  );
}

/** Missing data never ends an episode and, with `no_data: hold`, never begins one: something has to look for it. */
function unwatched(controls: readonly Control[], { systems = [] }: LintContext): readonly Remark[] {
  const watching = controls.filter(
    ({ measure, status, noData }) =>
      (status === "enforce" || status === "shadow") &&
      (measure === "silence" || noData === "breach"),
  );
  return systems
    .filter(({ riskTier, status }) => riskTier === "high" && status === "live")
    .filter((system) => !watching.some((control) => inScope(control, system)))
    .map(({ id }) => ({
      control: null,
      code: "unwatched",
      message: `${id} is of high risk, and no control would tell that it went silent`,
      fix: "add a control with measure: silence, or no_data: breach to one of its controls",
    }));
}
