import type { Reads } from "@tiltmeter/dashboards";
import type { EvidenceGroup, EvidenceRequest } from "@tiltmeter/rules";

type Query = Parameters<Reads["checks"]>[0];
type Found = Awaited<ReturnType<Reads["checks"]>>;

/** What checks said of a system's predictions, by the model that answered; one evidence question. */
export async function readChecks(
  of: Query,
  fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>,
): Promise<Found> {
  const groups = await fetchEvidence({
    ...{ kind: "checks", by: ["system", "model_version"], systems: [of.system] },
    ...of.range,
  });
  return groups.flatMap(({ labels, evidence }) =>
    evidence.kind === "checks"
      ? [
          {
            model: labels["model_version"] ?? "",
            ...{ predictions: evidence.predictions, checks: evidence.checks },
          },
        ]
      : [],
  );
}
