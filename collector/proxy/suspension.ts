import type { DirectiveStatus } from "@tiltmeter/sdk";
import type { ProxyProblem } from "./problem-answer.ts";

/** Without a known end a client is asked to come back after this time. */
const RETRY_S = 30;
const RETRY_S_MAX = 300;

/** The answer to a call of a suspended system that has no fallback. */
export function suspendedProblem(
  system: string,
  directive: DirectiveStatus,
  nowMs: number,
): ProxyProblem {
  const { since, until, reason, record } = directive;
  const facts = [
    since === null ? "" : ` since ${since}`,
    until === null ? "" : ` until ${until}`,
    record === null ? "" : `, on ${record}`,
  ].join("");
  return {
    status: 503,
    code: "system_suspended",
    detail: `the system ${system} is suspended${facts}: its calls are kept from the model; whoever is responsible for it resumes it in the collector`,
    retryAfterS: retryAfterS(until, nowMs),
    more: { suspension: { system, since, until, reason, record } },
  };
}

function retryAfterS(until: string | null, nowMs: number): number {
  if (until === null) return RETRY_S;
  const leftS = Math.ceil((Date.parse(until) - nowMs) / 1_000);
  return Number.isFinite(leftS) ? Math.min(Math.max(leftS, 1), RETRY_S_MAX) : RETRY_S;
}
