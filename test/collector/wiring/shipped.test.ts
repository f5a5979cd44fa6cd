import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { libraryFiles, loadFrameworks, loadStatutes } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";

test("an installation finds the library, without its test files", async () => {
  const files = await libraryFiles();
  expect(files.length).toBeGreaterThan(0);
  expect(files.map((file) => basename(file)).filter((name) => name.includes(".test."))).toEqual([]);
  for (const file of files) expect(await readFile(file, "utf8"), file).toContain("controls:");
});

test("an installation finds the frameworks that controls cite", async () => {
  const ids = (await loadFrameworks()).map(({ id }) => id);
  expect(ids).toContain("iso42001");
  expect(ids).toContain("eu-ai-act");
});

test("an installation finds the laws whose times it watches", async () => {
  const ids = (await loadStatutes()).map(({ id }) => id);
  expect(ids).toEqual(["eu-ai-act", "gdpr", "nis2"]);
});
