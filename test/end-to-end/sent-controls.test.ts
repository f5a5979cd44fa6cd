import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Collector, items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);

const file = (id: string, max: string): string => `version: 1
set: s
owner: o
controls:
  - id: ${id}
    title: t
    requirement: r
    severity: low
    measure: error_rate
    window: 1h
    every: 1h
    min_sample: 10
    limit: { max: ${max} }
    then: [{ raise: nonconformity }]
`;

async function put(of: Collector, name: string, text: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${of.url}/api/v1/controls?file=${name}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${of.admin}`, "content-type": "text/yaml" },
    body: text,
  });
  return (await answer.json()) as Record<string, unknown>; // as its route is described
}

const idsOf = async (of: Collector): Promise<readonly unknown[]> =>
  items(await of.api("/controls")).map(({ id }) => id);

test("a control that was sent is judged by, named after who sent it, and there after a restart", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-sent-"));
  try {
    const of = { nowMs: START_MS, data, controls: file("configured", "5%") };
    let admin = "";
    {
      await using collector = await startCollector(of);
      admin = collector.admin;
      expect(await put(collector, "mine.yaml", file("sent", "10%"))).toMatchObject({
        outcome: "changed",
        controls: [{ id: "sent" }],
      });
      expect(await idsOf(collector)).toEqual(["configured", "sent"]);
      expect(await put(collector, "other.yaml", file("configured", "90%"))).toMatchObject({
        status: 422,
        errors: [{ pointer: "/text", line: 5, detail: expect.stringContaining("controls.yaml") }],
      });
      expect(await put(collector, "mine.yaml", file("sent", "lots"))).toMatchObject({
        status: 422,
        errors: [{ line: 13 }],
      });
      const [revision] = items(await collector.api("/controls/sent/revisions"));
      expect(revision).toMatchObject({
        file: "api:mine.yaml",
        by: expect.not.stringMatching(/^p_/),
      });
      expect(revision?.["by"]).not.toBe("tiltmeter");
    }
    await using collector = await startCollector({ ...of, admin });
    expect(await idsOf(collector)).toEqual(["configured", "sent"]);
    const entries = items(await collector.api("/ledger/entries?limit=1000"))
      .map(({ entry }) => entry as { type: string; via?: string })
      .filter(({ type }) => type === "controls_put");
    expect(entries).toMatchObject([{ via: expect.stringMatching(/^key:/) }]);
  } finally {
    await rm(data, { recursive: true });
  }
});
