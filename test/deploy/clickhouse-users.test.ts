import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openEngine } from "tiltmeter/store/engine/open";
import { compareRights } from "tiltmeter/store/grants/compare-rights";
import { grantStatements } from "tiltmeter/store/grants/grant-statements";
import { neededRights } from "tiltmeter/store/grants/needed-rights";
import { openStore } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boards } from "../../dashboards/grafana/boards.ts";
import { type HttpFront, startHttpFront } from "../collector/store/http-front.ts";
import { temporaryFolder } from "../collector/store/temporary-folder.ts";
import { expanded, type Values } from "../dashboards/grafana/expand.ts";

// The embedded engine has no users. What can be held without them: that settings and grants are ones of the
// engine, and that dashboards ask for nothing that their user may not read.

const file = fileURLToPath(new URL("../../deploy/clickhouse/users.xml", import.meta.url));
const schema = new URL("../../collector/store/schema/", import.meta.url);
let xml: string;
let front: HttpFront;
const user = { username: "default", password: "" };

beforeAll(async () => {
  xml = await readFile(file, "utf8");
  front = await startHttpFront(await temporaryFolder());
  const store = await openStore({ url: front.url, ...user });
  await store.close();
});
afterAll(() => front.close());

/** The text between the tags of a name. */
function inside(text: string, tag: string): string {
  const found = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text)?.[1];
  if (found === undefined) throw new Error(`no <${tag}> in users.xml`);
  return found;
}

function grantsOf(name: string): readonly string[] {
  const grants = inside(inside(inside(xml, "users"), name), "grants");
  return [...grants.matchAll(/<query>(.*?)<\/query>/g)].map(([, grant = ""]) => grant);
}

test("every setting of a profile is one that the engine takes with that value", async () => {
  const engine = await openEngine({ url: front.url, ...user });
  for (const profile of ["tiltmeter_writer", "tiltmeter_pages", "tiltmeter_reader"]) {
    const text = inside(inside(xml, "profiles"), profile).replace(/<constraints>[\s\S]*/, "");
    const settings = [...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(
      ([, name = "", value = ""]) => [name, value],
    );
    expect(settings.length).toBeGreaterThan(3);
    for (const [name = "", value = ""] of settings) {
      const answer = await engine.outside.query({
        query: "SELECT count() AS known FROM system.settings WHERE name = {name:String}",
        query_params: { name },
        format: "JSONEachRow",
        ...(name === "readonly" ? {} : { clickhouse_settings: { [name]: value } }),
      });
      expect(Number((await answer.json<{ known: number }>())[0]?.known), name).toBe(1);
    }
  }
  await engine.close();
});

test("every grant is one that the engine can read", async () => {
  const engine = await openEngine({ url: front.url, ...user });
  for (const name of ["tiltmeter", "tiltmeter_pages", "tiltmeter_reader"]) {
    for (const grant of grantsOf(name)) {
      // A grant of a file names no user: it is that of the file.
      const answer = await engine.outside.query({
        query: `EXPLAIN AST ${grant} TO ${name}`,
        format: "TabSeparated",
      });
      expect(await answer.text(), grant).toContain("Grant");
    }
  }
  await engine.close();
});

test("the collector's two users may do what they need and no more, in the profile that is printed", () => {
  for (const [name, as] of [
    ["tiltmeter", "writer"],
    ["tiltmeter_pages", "reader"],
  ] as const) {
    const lines = grantsOf(name).map((grant) => `${grant} TO ${name}`);
    const found = compareRights(neededRights(as, "tiltmeter"), lines);
    expect(found).toEqual({ missing: [], tooMuch: [] });
  }
  const of = { writer: "w", reader: "r", database: "tiltmeter" };
  const printed = grantStatements(of).find((each) => each.includes("PROFILE")) ?? "";
  const settings = inside(inside(xml, "profiles"), "tiltmeter_pages");
  for (const [, setting = "", most = ""] of printed.matchAll(/(\w+) = (\d+) MAX/g)) {
    expect(inside(settings, "constraints")).toContain(
      `<${setting}><max>${most}</max></${setting}>`,
    );
  }
});

test("dashboards read what their user may, column by column, and no raw text of people or records", async () => {
  const engine = await openEngine({ url: front.url, ...user, database: "granted" });
  await engine.outside.command({ query: "CREATE DATABASE granted ENGINE = Atomic" });
  for (const grant of grantsOf("tiltmeter_reader")) {
    const [, columns, table = ""] =
      /^GRANT SELECT(?:\((.*?)\))? ON tiltmeter\.(\w+)$/.exec(grant) ?? [];
    if (
      table === "" ||
      /^(predictions_by_minute|decisions_by_minute|feature_bins|calls_by_minute)_v1$/.test(table)
    ) {
      continue;
    }
    await engine.outside.command({
      query: `CREATE TABLE granted.${table} ENGINE = ReplacingMergeTree ORDER BY tuple() AS SELECT ${columns ?? "*"} FROM tiltmeter.${table} LIMIT 0`,
    });
  }
  const views = [
    ...["036_predictions_by_minute", "037_decisions_by_minute", "038_feature_bins"],
    "042_calls_by_minute",
  ];
  for (const view of views) {
    await engine.client.command({ query: await readFile(new URL(`${view}.sql`, schema), "utf8") });
  }
  const range = { fromMs: 1_795_413_600_000, toMs: 1_795_417_200_000, intervalS: 60 };
  const values: Values = { system: "63", version: ["31"], baseline: "00", feature: "61" };
  for (const board of boards) {
    const asked = [
      ...board.panels.flatMap(({ targets }) => targets.map(({ rawSql }) => rawSql)),
      ...board.annotations.list.map(({ target }) => target.rawSql),
      ...board.templating.list.flatMap(({ type, query }) => (type === "query" ? [query] : [])),
    ];
    for (const sql of asked) {
      const query = expanded(sql, values, range);
      await engine.client.query({ query, format: "JSONEachRow" }).then((answer) => answer.text());
    }
  }
  await engine.close();
  const granted = grantsOf("tiltmeter_reader").join("\n");
  expect(granted).not.toMatch(/\b(subject|actor|record|content|trace_id)\b|\*\.\*/);
});
