import type { Material } from "../material.ts";
import { components, metadata } from "./metadata.ts";
import { recordObservations, recordObservationUuid, risks, riskUuid } from "./risks.ts";
import { uuidOf } from "./uuid.ts";
import { line, list, type Oscal, props, prose } from "./values.ts";

/**
 * The register of nonconformities as a plan of action and milestones; null where there is none, since
 * a plan holds at least one item.
 */
export function planOfAction(of: Material): Oscal | null {
  if (of.records.length === 0) return null;
  const systems = components(of);
  return {
    "plan-of-action-and-milestones": {
      uuid: uuidOf(of.origin, "poam", of.ledger.root, String(of.period.toMs)),
      metadata: metadata("Register of nonconformities of AI systems", of),
      "system-id": {
        "identifier-type": "https://ietf.org/rfc/rfc4122",
        id: uuidOf(of.origin, "party"),
      },
      ...(systems.length === 0 ? {} : { "local-definitions": { components: systems } }),
      observations: recordObservations(of),
      risks: risks(of),
      "poam-items": of.records.map(({ record }) => ({
        uuid: uuidOf(of.origin, "poam-item", record.id),
        title: line(`${record.id}: ${record.controlTitle}`),
        description: prose(record.statement),
        ...list("props", props({ state: record.state, severity: record.severity })),
        "related-observations": [{ "observation-uuid": recordObservationUuid(of, record.id) }],
        "related-risks": [{ "risk-uuid": riskUuid(of, record.id) }],
      })),
    },
  };
}
