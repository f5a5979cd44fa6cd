import type { EvidenceGroup, EvidenceRequest } from "@tiltmeter/rules";
import { createKept } from "../reads/kept.ts";

/** Erasure and others who write to the same store change rows without a word to us. */
const MINUTE_MS = 60_000;

/**
 * Evidence for pages: parts of a page that need the same ask once, and a page that is looked at again asks
 * where something was applied since.
 */
export function keptEvidence(of: {
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  readonly appliedSeq: () => number;
}): (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]> {
  const stopwatch = (): number => performance.now();
  const kept = createKept({
    ...{ ask: of.fetchEvidence, keyOf, isExact: true, stopwatch },
    version: () => `${of.appliedSeq()} ${Math.floor(stopwatch() / MINUTE_MS)}`,
  });
  // What calls cost is another answer once somebody has corrected a price.
  return (request) => (request.kind === "costs" ? of.fetchEvidence(request) : kept(request));
}

/** A baseline by its digest, and which features of it are asked for. */
function keyOf({ baselines, ...request }: EvidenceRequest): string {
  const asked = baselines?.map(({ digest, features }) => [digest, ...Object.keys(features)]);
  return JSON.stringify({ ...request, baselines: asked });
}
