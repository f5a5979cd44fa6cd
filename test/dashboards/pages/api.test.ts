import { apiReference } from "tiltmeter/wiring/api-reference";
import { expect, test } from "vitest";
import { api } from "../../../dashboards/pages/api.tsx";

const reference = apiReference();
const html = String(api(reference).body);

test("every route stands on the page, with its line, its parameters and an example", () => {
  for (const [path, methods] of Object.entries(reference.paths)) {
    for (const [method, { operationId, parameters }] of Object.entries(methods)) {
      expect(html).toContain(`id="${operationId}"`);
      expect(html).toContain(`${method.toUpperCase()}</span> ${path}`);
      for (const { name } of parameters) expect(html).toContain(`<code>${name}</code>`);
    }
  }
  expect(html).toContain("credit-scoring");
  expect(html).not.toMatch(/<script|style=|\[object Object\]|undefined/);
});

test("every shape that is named leads to its entry", () => {
  const targets = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(200);
  expect(links.filter((id) => !targets.has(id))).toEqual([]);
});
