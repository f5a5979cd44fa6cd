import { type Engine, EngineUnavailable } from "./open.ts";
import { createRead } from "./read.ts";
import { whyUnreachable } from "./unreachable.ts";

/** A server that is there answers in milliseconds; a packet filter never does. */
const PATIENCE_MS = 15_000;

/**
 * Asks the first question as each of the two users, so that a wrong address, certificate or password is
 * told as such. Throws `EngineUnavailable`, which says what to look at.
 */
export async function reach(engine: Engine): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const answer = await engine.outside.query({
      query: "SELECT 1",
      format: "JSONEachRow",
      abort_signal: signal,
    });
    await answer.text();
  } catch (cause) {
    if (engine.kind === "embedded") throw cause;
    throw unavailable(engine, "", cause);
  }
}

/** The same of the reader, whose database is there by now. Asked as every question is, so its profile is tried too. */
export async function reachAsReader(engine: Engine): Promise<void> {
  if (engine.kind === "embedded") return;
  try {
    await createRead(engine)("reach", "SELECT 1", {}, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw unavailable(engine, " to the user who reads", cause);
  }
}

function unavailable(engine: Engine, whom: string, cause: unknown): EngineUnavailable {
  const why =
    whyUnreachable(cause) ??
    "check that it runs and that --store (or TILTMETER_STORE) has its HTTP address, user and password";
  return new EngineUnavailable(
    `the ClickHouse server at ${engine.place} does not answer${whom}: ${why}`,
    { cause },
  );
}
