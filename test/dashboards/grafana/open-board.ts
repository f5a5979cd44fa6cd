import type { Engine } from "tiltmeter/store/engine/open";
import type { Board } from "../../../dashboards/grafana/board.ts";
import { expanded, type Range, type Values } from "./expand.ts";

export type Rows = readonly Readonly<Record<string, unknown>>[];
export type Ask = (sql: string) => Promise<Rows>;

/** Asks the engine as the data source's user may. */
export function asking(engine: Engine): Ask {
  return async (query) => {
    const answer = await engine.client.query({
      query,
      format: "JSONEachRow",
      clickhouse_settings: { readonly: "1", max_execution_time: 30 },
    });
    return answer.json<Record<string, unknown>>();
  };
}

/**
 * Each variable as Grafana sets it when a board is opened: the first answer, or all of them. Throws where
 * there is none, or where it is not a value and its text, as the plugin takes them.
 */
export async function openBoard(board: Board, range: Range, ask: Ask): Promise<Values> {
  const values: Record<string, string | string[]> = {};
  for (const { name, type, query, multi } of board.templating.list) {
    if (type === "textbox") {
      values[name] = query;
      continue;
    }
    const rows = await ask(expanded(query, values, range));
    if (rows.length === 0) throw new Error(`${board.uid} has nothing to choose for ${name}`);
    const odd = rows.find((row) => Object.keys(row).join() !== "id,name");
    if (odd !== undefined) throw new Error(`${name} of ${board.uid} answered ${Object.keys(odd)}`);
    const ids = rows.map(({ id }) => String(id));
    values[name] = multi ? ids : (ids[0] ?? "");
  }
  return values;
}
