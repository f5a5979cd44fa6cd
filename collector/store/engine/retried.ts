import { ClickHouseError } from "@clickhouse/client";

const ATTEMPTS_MAX = 3;
/** Full jitter under 0.1 s, then 0.4 s: a socket that the server had closed is no reason to fail a page. */
const PAUSE_MS_MAX = [100, 400] as const;

/** Codes of a server that may have gone by the next try: cut off, too much at once, network, keeper, shutting down. */
const PASSING_CODES = new Set(["3", "202", "209", "210", "225", "236", "279", "999"]);
/** Codes of Node for a connection that broke or was not there. */
const PASSING_FAILURES = new Set([
  ...["ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "EPIPE", "EAI_AGAIN", "ENETUNREACH"],
  ...["ERR_STREAM_PREMATURE_CLOSE", "HPE_INVALID_CONSTANT", "HPE_INVALID_EOF_STATE"],
]);

/**
 * Asks again, twice, where the failure says nothing of the question: for questions alone, which change
 * nothing. A time-out is not asked again: whoever waits has waited long enough.
 */
export async function retried<Answer>(
  ask: () => Promise<Answer>,
  signal?: AbortSignal,
  random: () => number = Math.random,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || signal?.aborted === true || !isPassing(error)) throw error;
    }
    const ms = random() * (PAUSE_MS_MAX[attempt - 1] ?? 0);
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/** Whether the same question may be answered in a moment. */
function isPassing(error: unknown): boolean {
  if (error instanceof ClickHouseError) return PASSING_CODES.has(error.code);
  if (!(error instanceof Error)) return false;
  const { name, message } = error;
  if (name === "AnswerCutOff" || /^(socket hang up|aborted)$/.test(message)) return true;
  return "code" in error && typeof error.code === "string" && PASSING_FAILURES.has(error.code);
}
