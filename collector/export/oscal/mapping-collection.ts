import type { Material } from "../material.ts";
import { metadata } from "./metadata.ts";
import { clauseId, newestControls, objectiveId } from "./reviewed.ts";
import { uuidOf } from "./uuid.ts";
import { line, list, type Oscal, props } from "./values.ts";

type FrameworkCoverage = Material["coverage"]["frameworks"][number];

/**
 * Which control gives evidence for which clause, and how sure that is; null where no control cites
 * one. A framework's clauses that none cites stand in its gap summary.
 */
export function mappingCollection(of: Material): Oscal | null {
  const mappings = of.coverage.frameworks.flatMap((framework) => mapping(of, framework));
  if (mappings.length === 0) return null;
  const uuid = uuidOf(of.origin, "mapping", of.ledger.root, String(of.period.toMs));
  return {
    "mapping-collection": {
      uuid,
      metadata: metadata("Control rules and the clauses that they give evidence for", of),
      provenance: {
        method: "human",
        "matching-rationale": "functional",
        status: "not-complete",
        "mapping-description":
          "A control rule of telemetry gives evidence for a clause, in whole or in part. Numbers and titles of clauses were compared with public lists; the texts of the standards were not read. Nothing is to be inferred from what is not mapped.",
      },
      mappings,
      "back-matter": {
        resources: [
          {
            uuid: catalogUuid(of),
            title: "Control rules in force",
            rlinks: [{ href: "../03-controls/versions.json", "media-type": "application/json" }],
          },
          ...of.coverage.frameworks.map((framework) => ({
            uuid: frameworkUuid(of, framework),
            title: line(framework.name),
            description: line(
              `Numbers and titles were compared with: ${framework.sources.join("; ")}`,
            ),
          })),
        ],
      },
    },
  };
}

function mapping(of: Material, framework: FrameworkCoverage): readonly Oscal[] {
  const known = new Set(newestControls(of).map(({ id }) => id));
  const maps = framework.clauses.flatMap((clause) =>
    clause.controls
      .filter(({ id }) => known.has(id))
      .map((control) => ({
        uuid: uuidOf(of.origin, "map", framework.id, clause.id, control.id),
        relationship: "intersects-with",
        sources: [{ type: "control", "id-ref": objectiveId(control.id) }],
        targets: [{ type: "control", "id-ref": clauseId(framework.id, clause.id) }],
        "confidence-score": { category: CONFIDENCE[clause.confidence ?? "unconfirmed"] },
        ...list(
          "props",
          props({ fit: control.fit, "verified-on": clause.verifiedOn, records: clause.records }),
        ),
        ...(clause.title === "" ? {} : { remarks: clause.title }),
      })),
  );
  if (maps.length === 0) return [];
  const gaps = framework.clauses
    .filter(({ controls }) => controls.length === 0)
    .map(({ id }) => clauseId(framework.id, id));
  return [
    {
      uuid: uuidOf(of.origin, "mapping-of", framework.id),
      "source-resource": { type: "catalog", href: `#${catalogUuid(of)}` },
      "target-resource": { type: "catalog", href: `#${frameworkUuid(of, framework)}` },
      maps,
      ...(gaps.length === 0
        ? {}
        : {
            "target-gap-summary": {
              uuid: uuidOf(of.origin, "gaps", framework.id),
              "unmapped-controls": [{ "with-ids": gaps }],
            },
          }),
    },
  ];
}

function catalogUuid(of: Material): string {
  return uuidOf(of.origin, "catalog");
}

function frameworkUuid(of: Material, { id }: FrameworkCoverage): string {
  return uuidOf(of.origin, "framework", id);
}

const CONFIDENCE = { high: "high", medium: "medium", unconfirmed: "low" };
