import { answeredMs } from "@tiltmeter/rules";
import type { AttestationWithdrawn, ClauseAttested } from "./entries.ts";
import {
  type Acting,
  nextId,
  type Planned,
  type Refused,
  type RoadmapSources,
  refused,
} from "./plan.ts";

/** A word that holds longer than that is no longer anybody's. */
const DAYS_MAX = 3 * 366;
const DAY_MS = 86_400_000;

/** A person states that a clause is fulfilled, where the evidence lies, and until when that holds. */
export function attest({ values, by, atMs }: Acting, of: RoadmapSources): Planned | Refused {
  const { framework = "", clause = "", statement = "", evidence = "", expires = "" } = values;
  const known = of.frameworks.find(({ id }) => id === framework);
  if (known === undefined) {
    const names = of.frameworks.map(({ id }) => id).join(", ");
    return refused(`there is no framework ${framework}`, { framework: `is one of ${names}` });
  }
  if (!known.clauses.some(({ id }) => id === clause)) {
    return refused(`${framework} has no clause ${clause}`, { clause: "is not in the framework" });
  }
  const expiresMs = answeredMs(expires) ?? 0;
  if (expiresMs <= atMs || expiresMs > atMs + DAYS_MAX * DAY_MS) {
    const rule = "lies ahead, and at most three years";
    return refused(`the end of an attestation ${rule}`, { expires: rule });
  }
  return {
    kind: "planned",
    decide: ({ clause_attested: before }) => {
      const id = nextId("ATT", atMs, before);
      const entry: ClauseAttested = {
        ...{ type: "clause_attested", atMs, by, id, framework, clause },
        ...{ statement, evidence, expiresMs },
      };
      return { entry, id };
    },
  };
}

/** Takes an attestation back; it stays in the record. */
export function withdrawAttestation({ values, by, atMs }: Acting): Planned | Refused {
  const { id = "", reason = "" } = values;
  return {
    kind: "planned",
    decide: (roadmap) => {
      if (!roadmap.clause_attested.some((each) => each.id === id)) {
        return refused(`there is no attestation ${id}`, { id: "does not exist" });
      }
      if (roadmap.attestation_withdrawn.some((each) => each.id === id)) {
        return refused(`${id} is withdrawn already`);
      }
      const entry: AttestationWithdrawn = {
        ...{ type: "attestation_withdrawn", atMs, by, id, reason },
      };
      return { entry, id };
    },
  };
}
