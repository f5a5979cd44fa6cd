import { about } from "./about.ts";
import { csv } from "./csv.ts";
import { iso } from "./instant.ts";
import type { Material } from "./material.ts";
import { type Member, reading, statement } from "./member.ts";

/** `08-suppliers`: whose models were in use, against what was approved, and what changed. */
export function supplierMembers(of: Material): readonly Member[] {
  const models = of.inventory.flatMap((system) =>
    system.models.map((model) => ({ system, model })),
  );
  const changes = of.changes.flatMap(({ system, changes: all }) =>
    all.map((change) => ({ system, change })),
  );
  return [
    about("08-suppliers", "Suppliers: models in use, approvals and changes", of, {
      holds: [
        "`models.csv`: each model and version that telemetry named, by system, with the suppliers that were declared and whether the model is on the list of approved ones",
        "`register.json`: the register of suppliers against traffic, as it stands",
        "`changes.csv`: changes of model, prompt, version and the like in the period",
      ],
      figures: [
        ["models in use", models.length],
        [
          "not on the list of approved models",
          models.filter(({ model }) => model.approved === false).length,
        ],
        [
          "systems without a list",
          of.inventory.filter(({ approvedModels }) => approvedModels === null).length,
        ],
        ["changes", changes.length],
      ],
      notCovered: [
        "What goes on inside a supplier; contracts, questionnaires and audits of suppliers.",
        "A model that a supplier changed without another name or version: controls on quality and drift may show it.",
        "Counts of predictions are of all time, not of the period.",
      ],
    }),
    reading(
      "08-suppliers/models.csv",
      csv(
        ["system", "suppliers", "model", "version", "predictions", "approved"],
        models.map(({ system, model }) => [
          system.id,
          system.suppliers?.join("; ") ?? null,
          model.name,
          model.version,
          model.predictions,
          model.approved,
        ]),
      ),
    ),
    statement("08-suppliers/register.json", of.roadmap.suppliers),
    reading(
      "08-suppliers/changes.csv",
      csv(
        ["system", "when", "change", "summary"],
        changes.map(({ system, change }) => [
          system,
          iso(change.timeMs),
          change.change,
          change.summary,
        ]),
      ),
    ),
  ];
}
