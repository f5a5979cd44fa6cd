import type { ClickHouseClient } from "@clickhouse/client";
import type { Engine } from "../engine/open.ts";
import { compareRights, type RightsCompared } from "./compare-rights.ts";
import { neededRights, type StoreUser } from "./needed-rights.ts";

/** What the server says of one of its two users. */
export interface UserExamined extends RightsCompared {
  readonly as: StoreUser;
  readonly name: string;
  /** Of the user's profile: 0 lets it write, 1 lets it set nothing. */
  readonly readonly: number;
}

/** Asks a server for the rights of both users, each as itself. Rejects where it does not answer. */
export async function examineRights(engine: Engine): Promise<readonly UserExamined[]> {
  const found: UserExamined[] = [];
  for (const as of [
    ["writer", engine.client],
    ["reader", engine.reader],
  ] as const) {
    found.push(await examined(as[0], as[1], engine.database));
  }
  const [writer, reader] = found;
  // One user who does both needs the rights of both, which are the writer's.
  return writer !== undefined && writer.name === reader?.name ? [writer] : found;
}

async function examined(
  as: StoreUser,
  client: ClickHouseClient,
  database: string,
): Promise<UserExamined> {
  // Without the settings of a question: this looks at what the profile itself says.
  const ask = async (query: string): Promise<readonly string[]> => {
    const answer = await client.query({ query, format: "TabSeparatedRaw" });
    return (await answer.text()).split("\n").filter((line) => line !== "");
  };
  const [said = ""] = await ask("SELECT currentUser(), getSetting('readonly')");
  const [name = "", readonly = "0"] = said.split("\t");
  // Those of roles too; older servers cannot put them together.
  const lines = await ask("SHOW GRANTS FINAL").catch(() => ask("SHOW GRANTS"));
  return {
    as,
    name,
    readonly: Number(readonly),
    ...compareRights(neededRights(as, database), lines),
  };
}
