import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Dashboard, defaultDashboard } from "@grafana/schema";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { Board } from "../../../dashboards/grafana/board.ts";
import { boardFile, boards, boardText } from "../../../dashboards/grafana/boards.ts";
import { type DemoWorld, playDemo } from "./demo-world.ts";
import { expanded, type Range } from "./expand.ts";
import { type Ask, asking, openBoard } from "./open-board.ts";

// The dashboards as a team gets them: every question that they ask is asked of the engine, over what the
// demonstration leaves behind, and answered.

const grafana = fileURLToPath(new URL("../../../dashboards/grafana/", import.meta.url));
let engine: Engine;
let ask: Ask;
let world: DemoWorld;
let range: Range;

beforeAll(async () => {
  // A whole minute, for what is summed up by minutes.
  world = await playDemo(Math.floor(Date.now() / 60_000) * 60_000);
  range = { fromMs: world.fromMs, toMs: world.toMs, intervalS: 10 };
  engine = await openEngine({ folder: join(world.data, "engine") });
  ask = asking(engine);
}, 120_000);
afterAll(async () => {
  await engine?.close();
  await rm(world.data, { recursive: true, force: true });
});

/** Panels that are rightly empty over the demonstration, and why. */
const RIGHTLY_EMPTY: Readonly<Record<string, string>> = {
  "Refused records by event": "the SDK sends nothing that would be refused",
  "Why records are refused": "the same",
  "Repeats and conflicts": "the SDK sends each record once while the collector answers",
};

test.each(boards.map((board) => [board.uid, board] as const))(
  "every question of %s is answered by the engine, with rows",
  async (uid, board) => {
    const values = await openBoard(board, range, ask);
    for (const { title, targets } of board.panels) {
      for (const { rawSql, format } of targets) {
        const rows = await ask(expanded(rawSql, values, range)).catch((cause: Error) => {
          throw new Error(`${uid}, ${title}: ${cause.message}`, { cause });
        });
        if (RIGHTLY_EMPTY[title] === undefined) expect(rows, `${uid}, ${title}`).not.toEqual([]);
        else expect(rows, `${uid}, ${title}: ${RIGHTLY_EMPTY[title]}`).toEqual([]);
        // A series has its time first, and numbers or words behind it.
        if (format === 0 && rows[0] !== undefined) expect(Object.keys(rows[0])[0]).toBe("time");
      }
    }
    for (const { name, target } of board.annotations.list) {
      const rows = await ask(expanded(target.rawSql, values, range));
      expect(rows, `${uid}, ${name}`).not.toEqual([]);
      for (const row of rows) expect(row).toMatchObject({ text: expect.any(String) });
    }
  },
);

test("what is rightly empty there has rows where a sender went wrong", async () => {
  const found = boards.flatMap(({ panels }) =>
    panels.filter(({ title }) => RIGHTLY_EMPTY[title] !== undefined),
  );
  expect(found.map(({ title }) => title).sort()).toEqual(Object.keys(RIGHTLY_EMPTY).sort());
  for (const { title, targets } of found) {
    for (const { rawSql } of targets) {
      const rows = await ask(expanded(rawSql, {}, { ...world.mishap, intervalS: 10 }));
      expect(rows, title).not.toEqual([]);
    }
  }
});

test("the index of a feature is the number that the API says", async () => {
  const board = boards.find(({ uid }) => uid === "tiltmeter-drift");
  if (board === undefined) throw new Error("no such board");
  const panel = board.panels.find(({ title }) => title === "Features, most drifted first");
  const values = await openBoard(board, range, ask);
  const rows = await ask(expanded(panel?.targets[0]?.rawSql ?? "", values, range));
  const found = Object.fromEntries(rows.map(({ feature, psi }) => [feature, psi]));
  expect(Object.keys(found).sort()).toEqual(Object.keys(world.psi).sort());
  for (const [feature, value] of Object.entries(world.psi))
    expect(found[feature]).toBeCloseTo(value, 9);
  expect(found["html"]).toBeGreaterThan(0.2);
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
    "tiltmeter-calls",
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
