const REFUSED: ReadonlySet<string> = new Set([
  "content_filter",
  "content-filter",
  "content_filtered",
  "refusal",
  "safety",
  "guardrail_intervened",
  "prohibited_content",
  "blocklist",
  "spii",
  "recitation",
]);

/**
 * Whether a model declined to answer, by the reasons why its answers ended; null where they cannot tell.
 *
 * Anthropic has a reason of its own for it, so that any other one says no. Elsewhere a model that declines in
 * words ends as any other does.
 */
export function refusedBy(finishReasons: readonly string[], provider: string): boolean | null {
  if (finishReasons.some((reason) => REFUSED.has(reason.toLowerCase()))) return true;
  return finishReasons.length > 0 && provider === "anthropic" ? false : null;
}
