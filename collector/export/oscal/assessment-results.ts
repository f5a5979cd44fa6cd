import { iso } from "../instant.ts";
import type { Material } from "../material.ts";
import { planUuid } from "./assessment-plan.ts";
import { components, metadata, toolComponent } from "./metadata.ts";
import { findings, verdictObservations } from "./observations.ts";
import { activities, objectives, reviewedControls } from "./reviewed.ts";
import { recordObservations, risks } from "./risks.ts";
import { uuidOf } from "./uuid.ts";
import { list, type Oscal } from "./values.ts";

/** What was found in the period, passes too. */
export function assessmentResults(of: Material): Oscal {
  const uuid = uuidOf(planUuid(of), "results");
  return {
    "assessment-results": {
      uuid,
      metadata: metadata("Results of monitoring AI systems", of),
      "import-ap": { href: "ap.json" },
      "local-definitions": {
        ...list("objectives-and-methods", objectives(of)),
        ...list("activities", activities(of)),
        remarks: "As in the plan.",
      },
      results: [
        {
          uuid: uuidOf(uuid, "period"),
          title: "Evaluations of the period",
          description: DESCRIPTION,
          start: iso(of.period.fromMs),
          end: iso(of.period.toMs),
          "local-definitions": { components: [...components(of), toolComponent(of)] },
          "reviewed-controls": reviewedControls(of),
          ...list("observations", [...verdictObservations(of), ...recordObservations(of)]),
          ...list("risks", risks(of)),
          ...list("findings", findings(of)),
          remarks: LIMITS,
        },
      ],
    },
  };
}

const DESCRIPTION =
  "Verdicts of the control rules over telemetry: windows by control and system, and the nonconformities that the period touches.";
const LIMITS =
  "Not covered: clauses that no control cites, systems that send no telemetry, and everything that is for people to attest. Inconclusive windows and windows without data are not passes.";
