import type { Material } from "../material.ts";
import { components, metadata, systemUuid, toolComponent } from "./metadata.ts";
import { activities, newestControls, objectives, reviewedControls } from "./reviewed.ts";
import { uuidOf } from "./uuid.ts";
import { line, list, type Oscal } from "./values.ts";

/** The controls of the period as a plan: what is assessed, how often, of which systems. */
export function assessmentPlan(of: Material): Oscal {
  const uuid = planUuid(of);
  const systems = components(of);
  const inventory = uuidOf(uuid, "inventory");
  const subjects =
    systems.length === 0
      ? { type: "component", "include-all": {} }
      : {
          type: "component",
          "include-subjects": of.inventory.map(({ id }) => ({
            "subject-uuid": systemUuid(of, id),
            type: "component",
          })),
        };
  return {
    "assessment-plan": {
      uuid,
      metadata: metadata("Monitoring plan of AI systems", of),
      "import-ssp": {
        href: `#${inventory}`,
        remarks: "There is no system security plan; the inventory of AI systems stands for it.",
      },
      "local-definitions": {
        ...list("components", systems),
        ...list("objectives-and-methods", objectives(of)),
        ...list("activities", activities(of)),
        remarks: "Systems are those that were declared or that telemetry was received from.",
      },
      "reviewed-controls": reviewedControls(of),
      "assessment-subjects": [subjects],
      "assessment-assets": {
        components: [toolComponent(of)],
        "assessment-platforms": [
          {
            uuid: uuidOf(of.origin, "platform"),
            title: line(of.generator),
            "uses-components": [{ "component-uuid": uuidOf(of.origin, "tool") }],
          },
        ],
      },
      ...list("tasks", tasks(of)),
      "back-matter": {
        resources: [
          {
            uuid: inventory,
            title: "Inventory of AI systems",
            rlinks: [{ href: "../02-scope/inventory.json", "media-type": "application/json" }],
          },
        ],
      },
    },
  };
}

export function planUuid(of: Material): string {
  return uuidOf(of.origin, "assessment-plan", of.ledger.root, String(of.period.toMs));
}

function tasks(of: Material): readonly Oscal[] {
  return newestControls(of).flatMap(({ id, said }) =>
    said === null
      ? []
      : [
          {
            uuid: uuidOf(of.origin, "task", id),
            type: "action",
            title: line(`Evaluate ${id}`),
            timing: { "at-frequency": frequency(said.everyMs) },
            "associated-activities": [
              {
                "activity-uuid": uuidOf(of.origin, "activity", id),
                subjects: [{ type: "component", "include-all": {} }],
              },
            ],
          },
        ],
  );
}

/** The largest unit that the time is a whole number of; at least a second. */
function frequency(ms: number): Oscal {
  const unit = UNITS.find(({ of }) => ms % of === 0);
  if (unit === undefined) return { period: Math.max(1, Math.round(ms / 1000)), unit: "seconds" };
  return { period: ms / unit.of, unit: unit.name };
}

const UNITS = [
  { name: "days", of: 86_400_000 },
  { name: "hours", of: 3_600_000 },
  { name: "minutes", of: 60_000 },
  { name: "seconds", of: 1000 },
];
