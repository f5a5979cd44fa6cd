import { canonicalJson, type EvidenceRequest } from "@tiltmeter/rules";

/**
 * What the store was asked, but for the window, as one digest: windows that were asked the same have
 * the same. Baselines count by their digests. One hash a request object.
 */
export function questionOf(request: EvidenceRequest, hash: (text: string) => string): string {
  const known = made.get(request);
  if (known !== undefined) return known;
  const { fromMs: _, toMs: __, baselines, ...rest } = request;
  const named = baselines?.map(({ system, digest }) => [system, digest]);
  const digest = hash(canonicalJson(named === undefined ? rest : { ...rest, baselines: named }));
  made.set(request, digest);
  return digest;
}

const made = new WeakMap<EvidenceRequest, string>();
