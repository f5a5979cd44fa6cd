import type { components, operations } from "./api.ts";
import type { TiltmeterClient } from "./create-client.ts";
import { Problem } from "./problem.ts";
import { take } from "./take.ts";

type NonconformityItem = components["schemas"]["NonconformityItem"];

/** A transition: where to, the fields of the state that is left, and why. */
export type RecordChange =
  operations["postNonconformitiesIdTransitions"]["requestBody"]["content"]["application/json"];

/** Others may be as quick, but not for ever. */
const TRIES = 5;

/**
 * Moves a nonconformity on, as one who has seen it: reads it, asks `decide` with what was read, and sends
 * the answer with its `ETag` as `If-Match`.
 *
 * Where others changed it meanwhile it is read again and `decide` asked anew, five times at most. Null
 * from `decide` changes nothing. Resolves with the record as it then stands; throws as `take` does.
 */
export async function changeRecord(
  client: TiltmeterClient,
  id: string,
  decide: (record: NonconformityItem) => RecordChange | null,
): Promise<NonconformityItem> {
  const path = { id };
  for (let tries = 1; ; tries += 1) {
    const seen = await client.GET("/api/v1/nonconformities/{id}", { params: { path } });
    const record = await take(Promise.resolve(seen));
    const body = decide(record);
    if (body === null) return record;
    const header = { "If-Match": seen.response.headers.get("etag") ?? "" };
    try {
      return await take(
        client.POST("/api/v1/nonconformities/{id}/transitions", { params: { path, header }, body }),
      );
    } catch (error) {
      const isOutdated = error instanceof Problem && error.code === "outdated";
      if (!isOutdated || tries === TRIES) throw error;
    }
  }
}
