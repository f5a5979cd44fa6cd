import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { recordedTerminal } from "../collector/cli/command-line.ts";
import { type Collector, startCollector } from "./collector.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const MARKER = "Patient-Marker-4711";

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = recordedTerminal();
  const code = await runCommandLine(argv, terminal);
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
}

async function send(collector: Collector, from: number, count: number): Promise<void> {
  const time = new Date(NOW_MS - 1000).toISOString();
  await collector.api(
    "/predictions",
    Array.from({ length: count }, (_, i) => ({
      ...{ system: "triage", id: `p-${from + i}`, time, label: "yes" },
      subject: (from + i) % 10 === 0 ? MARKER : `someone ${i}`,
    })),
  );
}

async function stored(collector: Collector): Promise<unknown> {
  await collector.app.settled();
  return (await collector.api("/systems/triage"))["predictions"];
}

async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(path)).includes(text)) found.push(path);
  }
  return found;
}

test("a backup of a running collector is restored: nothing twice, nothing missing, and who was erased since stays erased", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-backup-"));
  const [data, to, back] = ["data", "backup", "back"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  try {
    let admin: string;
    let id: string;
    {
      await using collector = await startCollector({ nowMs: NOW_MS, data });
      admin = collector.admin;
      ({ id } = (await collector.api("/nonconformities", {
        fields: {
          ...{ source: "complaint", severity: "low", system: "triage" },
          ...{ found_at: "2026-11-23T10:00Z", title: "Words-of-people", requirement: "r" },
          ...{ statement: "s", reported_by: "Bob" },
        },
        cites: {},
      })) as { id: string });
      await send(collector, 0, 100);
      await collector.app.settled();
      await collector.app.sealed();
      // Some wait in the journal while it is taken.
      const gathered = await collector.api("/backups", {});
      const another = await cli("backup", "--to", to, "--url", collector.url, "--key", admin);
      expect(another.err).toContain(`tiltmeter backup release ${String(gathered["id"])}`);
      const at = ["--url", collector.url, "--key", admin];
      expect((await cli("backup", "release", String(gathered["id"]), ...at)).code).toBe(0);
      const more = [send(collector, 100, 40), send(collector, 140, 40)];
      const done = await cli("backup", "--to", to, "--url", collector.url, "--key", admin);
      expect(done, done.err).toMatchObject({ code: 0, out: to });
      await Promise.all(more);
      expect((await stat(to)).mode & 0o777).toBe(0o700);
      expect((await stat(join(to, "data", "signing.key"))).mode & 0o777).toBe(0o600);
      expect(await readdir(data)).not.toContain("backup");
      expect((await cli("backup", "--to", to, "--url", collector.url, "--key", admin)).code).toBe(
        2,
      );
      await collector.api("/erasures", {
        ...{ subject: `data-subject:triage/${MARKER}`, request: "DSR-7", reason: "asked" },
      });
    }
    expect(await cli("backup", "verify", to)).toMatchObject({
      code: 0,
      out: expect.stringContaining("agrees with its signed checkpoint"),
    });
    expect(await filesWith(to, MARKER)).not.toEqual([]);
    expect(await cli("restore", "--from", to, "--data", back, "--ledger", data)).toMatchObject({
      code: 0,
      out: `tiltmeter serve --data ${back}`,
    });
    await using collector = await startCollector({ nowMs: NOW_MS + 60_000, data: back, admin });
    await collector.app.settled();
    await collector.app.erased();
    expect(JSON.stringify(await collector.api(`/nonconformities/${id}`))).toContain(
      "Words-of-people",
    );
    const before = Number(await stored(collector));
    // What was answered before the copy is in it; of what came meanwhile some may be. One in ten is erased again.
    expect(before).toBeGreaterThanOrEqual(90);
    expect(before).toBeLessThanOrEqual(162);
    expect(await filesWith(back, MARKER)).toEqual([]);
    const ledger = JSON.stringify(await collector.api("/ledger/entries?limit=1000"));
    expect(ledger).toContain("data_restored");
    expect(ledger).toContain("subject_erased");
    await send(collector, 1001, 9);
    expect(await stored(collector)).toBe(before + 9);
    await collector.app.sealed();
    expect((await collector.app.checkSeals()).failures).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a backup of a stopped collector is whole or refused, and a restore touches nothing that is there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-backup-"));
  const [data, to] = [join(folder, "data"), join(folder, "backup")];
  try {
    {
      await using collector = await startCollector({ nowMs: NOW_MS, data });
      await send(collector, 0, 20);
      const refused = await cli("backup", "--to", to, "--data", data);
      expect(refused.code).toBe(2);
      expect(refused.err).toContain("a collector runs on");
    }
    // What a collector that was killed had gathered is none of its data.
    await mkdir(join(data, "backup", "stale"), { recursive: true });
    await writeFile(join(data, "backup", "stale", "part"), "x");
    expect(await cli("backup", "--to", to, "--data", data)).toMatchObject({ code: 0, out: to });
    expect(JSON.parse(await readFile(join(to, "manifest.json"), "utf8"))).toMatchObject({
      ...{ online: false, dataVersion: 1, journal: { appliedSeq: 1 }, configuration: null },
      store: { kind: "embedded" },
      files: expect.not.arrayContaining([
        expect.objectContaining({ path: expect.stringMatching(/^backup\/|lock$/) }),
      ]),
    });
    const taken = await cli("restore", "--from", to, "--data", data);
    expect(taken.code).toBe(1);
    expect(taken.err).toContain("is not empty");

    const manifest = await readFile(join(to, "manifest.json"), "utf8");
    const newer = manifest.replace('"version": 1', '"version": 2');
    await writeFile(join(to, "manifest.json"), newer);
    const tooNew = await cli("restore", "--from", to, "--data", join(folder, "other"));
    expect(tooNew.err).toMatch(/format 2, written by tiltmeter .*, and this program reads up to 1/);
    await writeFile(join(to, "manifest.json"), manifest);

    await appendFile(join(to, "data", "version.json"), " ");
    const changed = await cli("backup", "verify", to);
    expect(changed.code).toBe(1);
    expect(changed.out).toContain("version.json has");
    const refused = await cli("restore", "--from", to, "--data", join(folder, "other"));
    expect(refused.code).toBe(1);
    expect(await readdir(folder)).toEqual(["backup", "data"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
