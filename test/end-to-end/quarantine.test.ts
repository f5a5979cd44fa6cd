import { expect, test } from "vitest";
import { items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);

test("a refused record is replayed under a person's reason, or let go, and either stands", async () => {
  await using collector = await startCollector({ nowMs: START_MS });
  const { api, app, url } = collector;
  const { key } = await api("/keys", { role: "ingest", name: "loans", systems: ["loans"] });
  const send = await fetch(`${url}/api/v1/predictions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify([
      { system: "credit", id: "a", label: "yes" },
      { system: "credit", id: "b", label: "no" },
      { system: "credit", id: "c", labell: "no" },
    ]),
  });
  expect(send.status).toBe(422);
  const listed = async (): Promise<Record<string, { id: string; decision: unknown }>> => {
    const found = items(await api("/quarantine?from=2026-01-04&to=2026-01-06"));
    return Object.fromEntries(
      found.map((each) => [JSON.parse(String(each["record"])).id, each as never]), // as described
    );
  };
  // What is refused is kept beside the answer, which does not wait for it.
  await expect.poll(async () => Object.keys(await listed()).sort()).toEqual(["a", "b", "c"]);
  const ids = Object.fromEntries(
    Object.entries(await listed()).map(([name, { id }]) => [name, id]),
  );

  const act = (name: string, what: string, reason = "the sender's key"): Promise<object> =>
    api(`/quarantine/${ids[name]}/${what}`, { reason });
  const replayed = await act("a", "replay");
  expect(replayed).toMatchObject({
    repeated: false,
    decision: { kind: "replayed", reason: "the sender's key", receipt: { seq: 1 } },
  });
  expect(await act("a", "replay", "again")).toMatchObject({
    repeated: true,
    decision: { reason: "the sender's key" },
  });
  expect(await act("b", "discard")).toMatchObject({ decision: { kind: "discarded" } });
  await expect(act("b", "replay")).rejects.toThrow("was discarded at");
  await expect(act("a", "discard")).rejects.toThrow("was replayed at");
  await expect(act("c", "replay")).rejects.toThrow("did you mean label?");
  await app.settled();
  expect(await api("/systems/credit")).toMatchObject({ predictions: 1 });
  expect((await listed())["c"]?.decision).toBeNull();

  const entries = items(await api("/ledger/entries?limit=1000"))
    .map(({ entry }) => entry as { type: string; reason?: string })
    .filter(({ type }) => type.startsWith("quarantine_"));
  expect(entries.map(({ type }) => type)).toEqual(["quarantine_replayed", "quarantine_discarded"]);
  // Words of people are commitments there.
  for (const { reason } of entries) expect(reason).toMatch(/^text:[0-9a-f]{64}$/);
});
