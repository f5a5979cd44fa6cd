import { engineConfiguration } from "tiltmeter/store/engine/configuration";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

// A name that the engine does not know is ignored without a word, and so is one that a new version no longer has.

let engine: Engine;

beforeAll(async () => {
  engine = await openEngine({ folder: await temporaryFolder() });
});

afterAll(() => engine.close());

async function rows(query: string): Promise<[string, string][]> {
  const result = await engine.outside.query({ query, format: "JSONCompactEachRow" });
  return result.json();
}

/** Those of the configuration, by name; `<merge_tree>` has its own. */
function written(): { server: [string, string][]; mergeTree: [string, string][] } {
  const [before = "", inside = "", after = ""] = engineConfiguration().split(/<\/?merge_tree>/);
  const settings = (text: string): [string, string][] =>
    [...text.matchAll(/<(\w+)>([^<>\s]+)<\/\1>/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]);
  const elsewhere = new Set(["timezone", "level", "console", "keep_free_space_bytes"]);
  const server = settings(before + after).filter(([name]) => !elsewhere.has(name));
  return { server, mergeTree: settings(inside) };
}

test("the engine knows every setting of its configuration, and has its value", async () => {
  const { server, mergeTree } = written();
  expect(server.length).toBeGreaterThan(10);
  expect(mergeTree.length).toBeGreaterThan(8);
  const has = new Map(await rows("SELECT name, value FROM system.server_settings"));
  expect(server.map(([name]) => [name, has.get(name)])).toEqual(server);
  const hasOfTrees = new Map(await rows("SELECT name, value FROM system.merge_tree_settings"));
  expect(mergeTree.map(([name]) => [name, hasOfTrees.get(name)])).toEqual(mergeTree);
});

test("its allocator gives freed pages back after half a second", async () => {
  const [[stats = ""] = []] = await rows("SELECT stats, '' FROM system.jemalloc_stats");
  expect(/opt\.dirty_decay_ms: (\d+)/.exec(stats)?.[1]).toBe("500");
});
