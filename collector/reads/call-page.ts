import type { CallItem, CallPage, CallQuery } from "@tiltmeter/dashboards";

/** Where calls are listed, by time and id. */
export interface CallSources {
  readonly callsListed: (
    of: Omit<CallQuery, "range" | "cursor"> & {
      readonly fromMs: number;
      readonly toMs: number;
      readonly after?: Pick<CallItem, "timeMs" | "id">;
    },
  ) => Promise<readonly CallItem[]>;
}

/** One page of calls, the newest first. A cursor that is none of ours gives the first page. */
export async function readCallPage(query: CallQuery, sources: CallSources): Promise<CallPage> {
  const { range, cursor, ...asked } = query;
  const after = cursor === undefined ? null : placeIn(cursor);
  const found = await sources.callsListed({
    ...{ ...asked, ...range, limit: query.limit + 1 },
    ...(after === null ? {} : { after }),
  });
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  const isMore = found.length > items.length;
  return { items, next: isMore && last !== undefined ? cursorOf(last) : null };
}

function cursorOf({ timeMs, id }: Pick<CallItem, "timeMs" | "id">): string {
  return Buffer.from(JSON.stringify([timeMs, id])).toString("base64url");
}

function placeIn(cursor: string): Pick<CallItem, "timeMs" | "id"> | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!Array.isArray(place)) return null;
    const [timeMs, id]: readonly unknown[] = place;
    const isPlace = typeof timeMs === "number" && Number.isFinite(timeMs) && typeof id === "string";
    return isPlace ? { timeMs, id } : null;
  } catch {
    return null; // typed by hand, or cut off
  }
}
