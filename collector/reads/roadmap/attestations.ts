import type { Attestation } from "@tiltmeter/rules";
import type { RecordedRoadmap } from "./sources.ts";

/** Every attestation with what has become of it, newest first. */
export function readAttestations(
  roadmap: Pick<RecordedRoadmap, "clause_attested" | "attestation_withdrawn">,
): readonly Attestation[] {
  const withdrawn = new Map(roadmap.attestation_withdrawn.map((each) => [each.id, each]));
  return roadmap.clause_attested
    .map(({ id, framework, clause, statement, evidence, by, atMs, expiresMs }) => {
      const end = withdrawn.get(id);
      return {
        ...{ id, framework, clause, statement, evidence, by, atMs, expiresMs },
        withdrawn: end === undefined ? null : { atMs: end.atMs, by: end.by, reason: end.reason },
      };
    })
    .reverse();
}
