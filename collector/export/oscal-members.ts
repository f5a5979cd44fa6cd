import { about } from "./about.ts";
import type { Material } from "./material.ts";
import { type Member, statement } from "./member.ts";
import { assessmentPlan } from "./oscal/assessment-plan.ts";
import { assessmentResults } from "./oscal/assessment-results.ts";
import { mappingCollection } from "./oscal/mapping-collection.ts";
import { OSCAL_VERSION } from "./oscal/metadata.ts";
import { planOfAction } from "./oscal/plan-of-action.ts";
import type { Oscal } from "./oscal/values.ts";

const FOLDER = "12-oscal";

/** `12-oscal`: the same in the words of OSCAL, for programs. */
export function oscalMembers(of: Material): readonly Member[] {
  const poam = planOfAction(of);
  const mapping = mappingCollection(of);
  return [
    about(FOLDER, `OSCAL ${OSCAL_VERSION}`, of, {
      holds: [
        "`ap.json`: assessment plan, what is evaluated how often",
        "`ar.json`: assessment results, one observation for each control and system (passes too), nonconformities as risks, findings",
        poam === null
          ? "no plan of action and milestones: there is no record, and OSCAL knows no empty plan"
          : "`poam.json`: plan of action and milestones, the records that the period touches",
        mapping === null
          ? "no mapping collection: no control cites a clause"
          : "`mapping.json`: mapping collection, which control gives evidence for which clause, with confidence",
      ],
      notCovered: [
        "Catalogues of the frameworks: numbers and titles are in 03-controls; texts of standards are not ours to pass on.",
        "A system security plan: there is none; the inventory stands for it.",
        "People: OSCAL documents here name none.",
      ],
    }),
    ...oscalDocuments(of).map(([name, document]) => statement(`${FOLDER}/${name}`, document)),
  ];
}

/** The documents by their file names; a model that would be empty is left out, since OSCAL knows none. */
export function oscalDocuments(of: Material): readonly (readonly [string, Oscal])[] {
  const poam = planOfAction(of);
  const mapping = mappingCollection(of);
  return [
    ["ap.json", assessmentPlan(of)],
    ["ar.json", assessmentResults(of)],
    ...(poam === null ? [] : [["poam.json", poam] as const]),
    ...(mapping === null ? [] : [["mapping.json", mapping] as const]),
  ];
}
