import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";
import { insertIdPrefix } from "./insert.ts";
import { removeStrayParts } from "./stray-parts.ts";

/** A kill that has not worked by now will not: the apply fails and is tried again later. */
const PATIENCE_MS = 30_000;
const POLL_MS = 100;

/**
 * Makes sure that no insert of this journal is still under way on a server: what is counted next
 * stays as it is. An insert whose answer was lost may otherwise land after it was found absent.
 *
 * In this process an insert that has failed is over; what it may have left on the disk is taken off.
 */
export async function endInserts(engine: Engine, read: Read, journal: string): Promise<void> {
  if (engine.kind === "embedded") return removeStrayParts(engine, read, { isInsertOver: true });
  const prefix = insertIdPrefix(journal);
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
    const [row] = await read(
      "apply.under_way",
      "SELECT count() FROM system.processes WHERE startsWith(query_id, {prefix:String})",
      { prefix },
    );
    if (asNumber(row?.[0]) === 0) return;
    await engine.client.command({
      query: "KILL QUERY WHERE startsWith(query_id, {prefix:String}) ASYNC",
      query_params: { prefix },
    });
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(
    `inserts of journal ${journal} are still under way on the server after being killed`,
  );
}
