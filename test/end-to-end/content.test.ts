import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startCollector } from "./collector.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;
const MARKER = "Marker-of-a-prompt äöü 𝒳";

async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(text)) found.push(path.slice(folder.length + 1));
  }
  return found;
}

function call(id: string, subject: string) {
  return {
    ...{ system: "assistant", id, subject, task: "generation", label: "answered" },
    time: new Date(NOW_MS - 1000).toISOString(),
    model: { name: "m-1", version: "m-1", supplier: "a-supplier" },
    features: { input: `${MARKER}: ${id}`, output: "an answer", temperature: 0.5 },
    call: { operation: "chat", requestModel: "m", responseId: `r-${id}` },
  };
}

test("prompts lie nowhere in the clear, are read with a reason that the ledger keeps, and go with their key", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-content-"));
  try {
    await using collector = await startCollector({ nowMs: NOW_MS, data });
    await collector.api("/predictions", [
      call("c-1", "subject-1"),
      call("c-2", ""),
      call("c-3", ""),
    ]);
    // The same once more, as a sender that heard no answer sends it under another name.
    await collector.api("/predictions", [call("c-1", "subject-1")]);
    await collector.app.settled();
    expect(await filesWith(data, "Marker-of-a-prompt")).toEqual([]);
    const page = await fetch(`${collector.url}/systems/assistant/predictions/c-1`, {
      headers: { authorization: `Bearer ${collector.admin}` },
    });
    const text = await page.text();
    expect(text).toContain("kept apart and encrypted");
    expect(text).not.toContain(MARKER);

    const read = (id: string) =>
      collector.api(`/systems/assistant/predictions/${id}/content`, { reason: "NC-2026-0042" });
    for (const id of ["c-1", "c-2"]) {
      expect((await read(id))["texts"]).toEqual({ input: `${MARKER}: ${id}`, output: "an answer" });
    }
    await expect(read("c-9")).rejects.toThrow("there is no prompt or answer");
    const entries = JSON.stringify(await collector.api("/ledger/entries?from=0"));
    expect(entries.match(/"content_read"/g)).toHaveLength(2);

    const subject = "data-subject:assistant/subject-1";
    const asked = { subject, request: "DSR-9", reason: "asked" };
    // The prediction, its features, its call, its texts, and that it came twice.
    expect(await collector.api("/erasures", asked)).toMatchObject({ rows: 5, keys: 1 });
    await expect(read("c-1")).rejects.toThrow("there is no");
    expect((await read("c-2"))["texts"]).not.toBeNull();

    // The others are of nobody that is known: they go with their day.
    collector.clock.nowMs = NOW_MS + 32 * DAY_MS;
    const run = await collector.api("/retention/runs", { confirm: true });
    expect(run["expired"]).toMatchObject([
      { class: "content", tables: [{ table: "content_v1", rows: 2 }] },
    ]);
    await expect(read("c-2")).rejects.toThrow("there is no");
    await collector.app.sealed();
    expect(await collector.app.checkSeals()).toMatchObject({ failuresTotal: 0, expired: 0 });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}, 150_000);
