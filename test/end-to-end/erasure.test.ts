import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Collector, startCollector } from "./collector.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);

/** The files under a folder that have a text in them, byte for byte. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // The engine merges meanwhile: what is gone by now holds nothing.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (bytes.includes(text)) found.push(path.slice(folder.length + 1));
  }
  return found;
}

const report = {
  fields: {
    source: "complaint",
    severity: "low",
    system: "credit",
    found_at: "2026-11-23T10:00Z",
    title: "Marker-title of Ada Lovelace",
    requirement: "Marker-requirement",
    statement: "Marker-statement: Ada Lovelace was declined",
    reported_by: "Marker-Reporter Bob",
  },
  cites: {},
};

async function said(collector: Collector, id: string): Promise<string> {
  return JSON.stringify(await collector.api(`/nonconformities/${id}`));
}

test("words and names stand nowhere in the clear, come back as they were, and can be erased for good", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-erasure-"));
  try {
    let admin: string;
    let id: string;
    {
      await using collector = await startCollector({ nowMs: NOW_MS, data });
      admin = collector.admin;
      ({ id } = (await collector.api("/nonconformities", report)) as { id: string });
      await collector.api(`/nonconformities/${id}/comments`, { text: "Marker-comment, äöü 𝒳" });
      const text = await said(collector, id);
      for (const word of [
        "Marker-title",
        "Marker-statement",
        "Marker-comment, äöü 𝒳",
        "Marker-Reporter Bob",
        "first admin",
      ]) {
        expect(text).toContain(word);
      }
      expect(text).not.toMatch(/text:[0-9a-f]{64}|p_[a-z2-7]{16}/);
      expect(await filesWith(data, "Marker-")).toEqual([]);
    }
    await using collector = await startCollector({ nowMs: NOW_MS, data, admin });
    expect(await said(collector, id)).toContain("Marker-comment, äöü 𝒳");
    const count = await collector.api("/erasures", { subject: id, dryRun: true });
    expect(count).toMatchObject({ texts: 4, names: 0, rows: 0, keys: 1 });
    const asked = { request: "DSR-7", reason: "Marker-reason: Ada asked" };
    const done = await collector.api("/erasures", { subject: id, ...asked });
    expect(done).toMatchObject({ texts: 4, keys: 1 });
    const [entry] = done["entries"] as number[];
    const text = await said(collector, id);
    expect(text).not.toContain("Marker-comment");
    expect(text).not.toContain("Marker-statement");
    expect(text).toContain(`erased (entry ${entry})`);
    // The reporter is a person of their own.
    expect(text).toContain("Marker-Reporter Bob");
    await collector.api("/erasures", { subject: "person:Marker-Reporter Bob", ...asked });
    expect(await said(collector, id)).not.toContain("Marker-Reporter Bob");
    await expect(collector.api("/erasures", { subject: id, ...asked })).rejects.toThrow(
      "has nothing here",
    );
    const ledger = JSON.stringify(await collector.api(`/ledger/entries?from=${entry}`));
    expect(ledger).toContain("subject_erased");
    expect(ledger).not.toContain("Marker");
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

test("a data subject is gone from the store, the journal and the disk, and the seals over the rest verify", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-erasure-"));
  const marker = "Patient-Marker-4711";
  try {
    let admin: string;
    {
      await using collector = await startCollector({ nowMs: NOW_MS, data });
      admin = collector.admin;
      const predictions = Array.from({ length: 40 }, (_, i) => ({
        ...{ system: "triage", id: `p-${i}`, time: new Date(NOW_MS - i * 1000).toISOString() },
        ...{ model: { name: "m", version: "1" }, label: "yes" },
        subject: i % 10 === 0 ? marker : `someone ${i}`,
        ...(i === 0 ? { features: { note: marker } } : {}),
      }));
      const at = { system: "triage", time: new Date(NOW_MS).toISOString() };
      // A call with what it was asked, and another word on what stands already.
      const more = [
        {
          ...{ ...at, id: "p-c", subject: marker, task: "generation" },
          features: { input: `about ${marker}` },
          call: { operation: "chat", requestModel: "m", responseId: "r-1" },
        },
        { ...at, id: "p-20", subject: marker, label: "another word" },
      ];
      // Refused: a label that is no text, of the subject and of somebody else.
      const refused = [
        { system: "triage", id: "p-r1", subject: marker, label: { is: "no label" } },
        { system: "triage", id: "p-r2", subject: `someone else`, label: { is: "no label" } },
      ];
      await collector.api("/predictions", [...predictions, ...refused]);
      await collector.api("/outcomes", [
        {
          system: "triage",
          id: "p-10",
          label: "no",
          source: `said by ${marker}`,
          time: new Date(NOW_MS).toISOString(),
        },
        { system: "triage", id: "p-20", label: { is: "no label" }, source: "Marker-of-an-id" },
        { system: "another", id: "p-20", label: { is: "no label" }, source: "Marker-of-another" },
      ]);
      await collector.api("/predictions", more);
      await collector.api("/oversight", [
        { ...at, id: "p-10", action: "override", by: marker, reason: `told by ${marker}` },
      ]);
      await collector.api("/scores", [{ ...at, id: "p-30", name: "tone", label: `of ${marker}` }]);
      await collector.app.settled();
      expect(await filesWith(join(data, "journal"), marker)).not.toEqual([]);
      const subject = `data-subject:triage/${marker}`;
      const done = await collector.api("/erasures", { subject, request: "DSR-8", reason: "asked" });
      expect(done).toMatchObject({ texts: 0, rows: 15, keys: 1 });
      expect(await filesWith(join(data, "journal"), marker)).toEqual([]);
      const again = await collector.api("/erasures", { subject, dryRun: true });
      expect(again).toMatchObject({ rows: 0 });
      // The engine removes parts that were replaced when it gets round to it.
      await collector.app.erased();
      expect(await filesWith(data, marker)).toEqual([]);
    }
    await using collector = await startCollector({ nowMs: NOW_MS, data, admin });
    await collector.app.settled();
    const checked = await collector.app.checkSeals();
    // The journal's own count outlives its files; what is destroyed is missed by nobody.
    expect(await collector.app.reconciled()).toMatchObject({
      ...{ expected: 45, stored: 36, destroyed: 9, agrees: true },
    });
    // What was refused is under no seal.
    expect(checked).toMatchObject({ erased: 12, failuresTotal: 0, verified: 36 });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}, 150_000);
