import { controlMembers } from "./controls.ts";
import { incidentMembers } from "./incidents.ts";
import { integrityMembers } from "./integrity.ts";
import type { Material } from "./material.ts";
import type { Member } from "./member.ts";
import { dossierTerms, nonconformityMembers } from "./nonconformities.ts";
import { operationMembers } from "./operation.ts";
import { oscalMembers } from "./oscal-members.ts";
import { oversightMembers } from "./oversight.ts";
import { readmeMember } from "./readme.ts";
import { reviewMembers } from "./review.ts";
import { sampleMembers } from "./samples.ts";
import { scopeMembers } from "./scope.ts";
import { supplierMembers } from "./suppliers.ts";

/** Told how far an export is: a share from 0 to 1, and what is being made. */
export type Progress = (share: number, what: string) => void;

/**
 * What people and programs read of an audit package, one file after the other: the same material makes
 * the same bytes. What verification reads besides (entries, checkpoints, documents) is added by
 * whoever holds the ledger. Memory: one member.
 */
export async function* auditMembers(
  of: Material,
  vkey: string,
  progress: Progress,
): AsyncIterable<Member> {
  progress(0, "scope and controls");
  yield readmeMember(of, vkey);
  yield* scopeMembers(of);
  yield* controlMembers(of);
  yield* operationMembers(of);
  yield* nonconformityMembers(of, (done, all) =>
    progress(0.05 + (0.9 * done) / all, `dossier ${done} of ${all}`),
  );
  progress(0.95, "oversight to OSCAL");
  yield* oversightMembers(of);
  yield* incidentMembers(of);
  yield* supplierMembers(of);
  yield* reviewMembers(of, dossierTerms(of));
  yield* integrityMembers(of);
  yield* sampleMembers(of);
  yield* oscalMembers(of);
  progress(1, "written");
}
