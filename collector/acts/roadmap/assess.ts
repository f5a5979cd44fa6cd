import type { AssessmentRecorded } from "./entries.ts";
import {
  type Acting,
  nextId,
  type Planned,
  type Refused,
  type RoadmapSources,
  refused,
} from "./plan.ts";

/**
 * People assessed a system anew. What was observed of each of its risks then is recorded beside the grades
 * that they gave, so that nobody has to believe that they looked.
 */
export async function assess(
  { values, by, atMs }: Acting,
  of: RoadmapSources,
): Promise<Planned | Refused> {
  const { system = "", conclusion = "", evidence = "" } = values;
  if (of.system(system) === null) {
    return refused(`there is no system ${system}`, { system: "is not declared" });
  }
  const observed = await of.observedRisk(system);
  const wrong: Record<string, string> = {};
  const given = new Set(
    Object.keys(values).flatMap((name) => {
      const [, id] = /^(?:likelihood|severity)\.(.+)$/.exec(name) ?? [];
      return id === undefined ? [] : [id];
    }),
  );
  for (const id of given) {
    const isKnown = observed.some((each) => each.id === id);
    const [likelihood, severity] = [values[`likelihood.${id}`], values[`severity.${id}`]];
    if (!isKnown) wrong[`likelihood.${id}`] = `${system} has no risk ${id}`;
    else if (likelihood === undefined)
      wrong[`likelihood.${id}`] = "is required beside the severity";
    else if (severity === undefined) wrong[`severity.${id}`] = "is required beside the likelihood";
  }
  if (Object.keys(wrong).length > 0) return refused("a risk is graded in full or not", wrong);
  const risks = observed
    .filter(({ id }) => given.has(id))
    .map((each) => ({
      ...each,
      likelihood: Number(values[`likelihood.${each.id}`]),
      severity: Number(values[`severity.${each.id}`]),
    }));
  return {
    kind: "planned",
    decide: ({ assessment_recorded: before }) => {
      const id = nextId("ASM", atMs, before);
      const entry: AssessmentRecorded = {
        ...{ type: "assessment_recorded", atMs, by, id, system },
        ...{ conclusion, evidence, risks },
      };
      return { entry, id };
    },
  };
}
