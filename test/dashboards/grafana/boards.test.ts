import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Dashboard, defaultDashboard } from "@grafana/schema";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { Board } from "../../../dashboards/grafana/board.ts";
import { boardFile, boards, boardText } from "../../../dashboards/grafana/boards.ts";
import { expanded, type Range, type Values } from "./expand.ts";
import { HOURS, makeWorld, START_MS } from "./world.ts";

// The dashboards as a team gets them: every question that they ask is asked of the engine, and answered.

const grafana = fileURLToPath(new URL("../../../dashboards/grafana/", import.meta.url));
const range: Range = { fromMs: START_MS, toMs: START_MS + HOURS * 3_600_000, intervalS: 600 };
/** What happens when there is nothing to tell: these may be empty, though not broken. */
let engine: Engine;
let psi: Readonly<Record<string, number>>;
let folder: string;

beforeAll(async () => {
  const world = await makeWorld();
  ({ psi } = world);
  folder = world.data;
  engine = await openEngine({ folder: join(folder, "engine") });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(sql: string): Promise<readonly Record<string, unknown>[]> {
  const answer = await engine.client.query({
    query: sql,
    format: "JSONEachRow",
    // What the data source's user may do, and no more.
    clickhouse_settings: { readonly: "1", max_execution_time: 30 },
  });
  return answer.json<Record<string, unknown>>();
}

/** Each variable as Grafana sets it when a board is opened: the first answer, or all of them. */
async function opened(board: Board, within: Range): Promise<Values> {
  const values: Record<string, string | string[]> = {};
  for (const { name, type, query, multi } of board.templating.list) {
    if (type === "textbox") {
      values[name] = query;
      continue;
    }
    const rows = await ask(expanded(query, values, within));
    expect(rows, `variable ${name} of ${board.uid}`).not.toEqual([]);
    // The plugin takes the first column as the value and the second as the text.
    for (const row of rows) expect(Object.keys(row)).toEqual(["id", "name"]);
    const ids = rows.map(({ id }) => String(id));
    values[name] = multi ? ids : (ids[0] ?? "");
  }
  return values;
}

test.each(boards.map((board) => [board.uid, board] as const))(
  "every question of %s is answered by the engine, with rows",
  async (uid, board) => {
    // The collector's clock of the test stands still: what is younger than it is asked for, too.
    const within = uid === "tiltmeter-collector" ? { ...range, toMs: range.toMs + 600_000 } : range;
    const values = await opened(board, within);
    for (const { title, targets } of board.panels) {
      for (const { rawSql, format } of targets) {
        const rows = await ask(expanded(rawSql, values, within)).catch((cause: Error) => {
          throw new Error(`${uid}, ${title}: ${cause.message}`, { cause });
        });
        if (!MAY_BE_EMPTY.has(title)) expect(rows, `${uid}, ${title}`).not.toEqual([]);
        // A series has its time first, and numbers or words behind it.
        if (format === 0 && rows[0] !== undefined) expect(Object.keys(rows[0])[0]).toBe("time");
      }
    }
    for (const { name, target } of board.annotations.list) {
      const rows = await ask(expanded(target.rawSql, values, within));
      expect(rows, `${uid}, ${name}`).not.toEqual([]);
      for (const row of rows) expect(row).toMatchObject({ text: expect.any(String) });
    }
  },
);

/** The test's sender counts nothing itself, and nothing was rolled within minutes. */
const MAY_BE_EMPTY = new Set(["What senders say of themselves", "Sums by minute"]);

test("the index of a feature is the number that the API says, whatever its name", async () => {
  const board = boards.find(({ uid }) => uid === "tiltmeter-drift");
  if (board === undefined) throw new Error("no such board");
  const panel = board.panels.find(({ title }) => title === "Features, most drifted first");
  const values = await opened(board, range);
  const rows = await ask(expanded(panel?.targets[0]?.rawSql ?? "", values, range));
  const found = Object.fromEntries(rows.map(({ feature, psi }) => [feature, psi]));
  expect(Object.keys(found).sort()).toEqual(Object.keys(psi).sort());
  for (const [feature, value] of Object.entries(psi)) expect(found[feature]).toBeCloseTo(value, 9);
  expect(found["income"]).toBeGreaterThan(0.2);
});

test("the committed files are what the program makes", async () => {
  const files = await readdir(join(grafana, "json"));
  expect(files.sort()).toEqual(boards.map(boardFile).sort());
  for (const board of boards) {
    const text = await readFile(join(grafana, "json", boardFile(board)), "utf8");
    expect(
      text,
      `${boardFile(board)}: run npm run build and node dashboards/grafana/write.mjs`,
    ).toBe(boardText(board));
  }
});

test("every board is one of Grafana's schema", () => {
  for (const board of boards) {
    // The compiler holds each board to the types of Grafana's schema.
    const dashboard: Partial<Dashboard> = asDashboard(board);
    expect(dashboard.schemaVersion).toBeLessThanOrEqual(defaultDashboard.schemaVersion ?? 0);
    expect(dashboard.uid).toMatch(/^tiltmeter-[a-z]{1,30}$/);
    expect(JSON.parse(boardText(board))).toEqual(JSON.parse(JSON.stringify(dashboard)));
  }
  expect(boards.map(({ uid }) => uid)).toEqual([
    "tiltmeter-drift",
    "tiltmeter-performance",
    "tiltmeter-oversight",
    "tiltmeter-collector",
  ]);
});

/** Readonly lists become plain ones, and nothing else: what does not fit does not compile. */
function asDashboard(board: Board): Partial<Dashboard> {
  return structuredClone<Mutable<Board>>(board as Mutable<Board>);
}
type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

test("panels have a unit, a description, a limit's colours and a place of their own", () => {
  for (const { uid, panels } of boards) {
    const taken = new Set<string>();
    for (const { id, title, description, gridPos, fieldConfig } of panels) {
      const where = `${uid}, ${title}`;
      expect(description.length, where).toBeGreaterThan(10);
      expect(fieldConfig.defaults, where).toMatchObject({
        unit: expect.any(String),
        thresholds: { steps: [{ value: null }, ...asAny(fieldConfig)] },
      });
      expect(gridPos.x + gridPos.w, where).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken, `${where} lies over another`).not.toContain(`${x} ${y}`);
          taken.add(`${x} ${y}`);
        }
      }
      expect(id, where).toBeGreaterThan(0);
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  }
});

function asAny(of: { readonly defaults: Readonly<Record<string, unknown>> }): unknown[] {
  const thresholds = of.defaults["thresholds"];
  const steps = (thresholds as { readonly steps: readonly unknown[] }).steps; // `panel.ts` makes it
  return steps.slice(1).map(() => ({ color: expect.any(String), value: expect.any(Number) }));
}

test("every series of predictions, answers and features comes from what is summed up by minute", () => {
  for (const { panels } of boards) {
    for (const { type, title, targets } of panels) {
      if (type !== "timeseries" && type !== "state-timeline") continue;
      for (const { rawSql } of targets) {
        const isJoined = title === "From answer to decision"; // only those that somebody decided about
        if (!isJoined) expect(rawSql, title).not.toMatch(/\b(predictions|features|outcomes)_v1\b/);
      }
    }
  }
});

test("provisioning names the data source that the boards ask", async () => {
  const read = async (file: string): Promise<unknown> =>
    parse(await readFile(join(grafana, "provisioning", file), "utf8"));
  const source = boards[0]?.panels[0]?.datasource;
  expect(await read("datasources/tiltmeter.yaml")).toMatchObject({
    datasources: [
      { uid: source?.uid, type: source?.type, jsonData: { username: "tiltmeter_reader" } },
    ],
  });
  expect(await read("dashboards/tiltmeter.yaml")).toMatchObject({
    providers: [{ options: { path: "/etc/grafana/tiltmeter" } }],
  });
});
