import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { readHeldKeys } from "tiltmeter/verify/held";
import { openPackage } from "tiltmeter/verify/package-source";
import { verifyPackage } from "tiltmeter/verify/verify-package";
import { expect, test } from "vitest";
import { recordedTerminal } from "../collector/cli/command-line.ts";
import { verifyInPython, whyNoPython } from "../collector/verify/second-verifier.ts";
import { type Collector, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 10, 3, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const days = {
  ...{ predictions: 400, features: 90, calls: 400, statements: 400, corrections: 400 },
  ...{ profiles: 400, evaluations: 400, quarantine: 90 },
};

interface Run {
  readonly expired: readonly {
    readonly class: string;
    readonly system: string | null;
    readonly tables: readonly { readonly table: string; readonly rows: number }[];
    readonly entry: number;
  }[];
  readonly stayed: readonly { readonly class: string; readonly reason: string }[];
}

async function send(collector: Collector, system: string, name: string): Promise<void> {
  const nowMs = collector.clock.nowMs;
  const time = (i: number): number => (i === 0 ? Date.UTC(2019, 1, 1) : nowMs - i);
  const items = Array.from({ length: 6 }, (_, i) => ({
    ...{ system, id: `${system}-${name}-${i}`, model: { name: "m", version: "1" }, label: "yes" },
    // A sender whose clock is wrong by years changes nothing.
    time: new Date(time(i)).toISOString(),
    features: { income: i, purpose: "car" },
  }));
  await collector.api("/predictions", items);
  await collector.app.settled();
}

/** A seal of its own for each, as every ten seconds make one. */
async function sendAndSeal(collector: Collector, system: string, name: string): Promise<void> {
  await send(collector, system, name);
  await collector.app.sealed();
}

async function run(collector: Collector, of: { confirm?: boolean; dryRun?: boolean } = {}) {
  return (await collector.api("/retention/runs", of)) as unknown as Run;
}

async function rowsOf(collector: Collector, system: string): Promise<number> {
  return Number((await collector.api(`/systems/${system}`))["predictions"]);
}

async function hasFeatures(collector: Collector, system: string, id: string): Promise<boolean> {
  const answer = await fetch(`${collector.url}/systems/${system}/predictions/${system}-${id}-1`, {
    headers: { authorization: `Bearer ${collector.admin}` },
  });
  return (await answer.text()).includes("income");
}

/** A package of all that time verifies, and lists what has expired; both verifiers say the same. */
async function expectVerified(collector: Collector, at: string): Promise<void> {
  const terminal = recordedTerminal({
    TILTMETER_URL: collector.url,
    TILTMETER_KEY: collector.admin,
  });
  const period = ["--from", "2026-11-01", "--to", "2028-01-01"];
  const argv = ["export", "audit", ...period, "-o", at, "--sample", "20", "--seed", "dice: 4"];
  expect(await runCommandLine(argv, terminal)).toBe(0);
  const manifest = JSON.parse(await readFile(join(at, "01-manifest.json"), "utf8"));
  const key = String(manifest.signer);
  const source = await openPackage(at);
  try {
    const { findings } = await verifyPackage(source, {
      keys: await readHeldKeys([key]),
      checkpoints: [],
    });
    expect(findings.outcome).toBe("verified_with_gaps");
    expect(findings.kept.map(({ kind }) => kind)).not.toContain("fault");
    expect(JSON.stringify(findings.kept)).toContain("24 rows of predictions_v1 have expired");
  } finally {
    await source.close();
  }
  if (whyNoPython() !== null) return;
  const second = await verifyInPython(at, ["--key", key]);
  expect(second.exit).toBe(3);
}

test("what is past its time goes, what is held stays, and every seal says so", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-retention-"));
  try {
    let admin: string;
    {
      await using collector = await startCollector({
        ...{ nowMs: START_MS, data },
        retention: { days, systems: { triage: { features: 7 } } },
      });
      ({ admin } = collector);
      for (const system of ["credit", "triage", "claims"]) await send(collector, system, "old");
      // One seal over three systems, so that what goes and what stays lie side by side.
      await collector.app.sealed();
      expect(await run(collector)).toMatchObject({ expired: [], stayed: [] });

      // A day after another, as the collector runs them.
      collector.clock.nowMs = START_MS + 8 * DAY_MS;
      const waits = await run(collector);
      expect(waits.expired).toEqual([]);
      expect(waits.stayed).toMatchObject([
        { class: "features", system: "triage", reason: expect.stringContaining("8 days of it") },
      ]);
      expect((await run(collector, { dryRun: true, confirm: true })).expired).toMatchObject([
        { class: "features", system: "triage", entry: null },
      ]);
      expect(await hasFeatures(collector, "triage", "old")).toBe(true);
      const first = await run(collector, { confirm: true });
      expect(first.expired).toMatchObject([
        {
          ...{ class: "features", system: "triage" },
          tables: [{ table: "features_v1", rows: 6 }],
        },
      ]);
      expect(await hasFeatures(collector, "triage", "old")).toBe(false);
      expect(await hasFeatures(collector, "credit", "old")).toBe(true);
      expect(await collector.app.checkSeals()).toMatchObject({ expired: 6, failuresTotal: 0 });

      await sendAndSeal(collector, "credit", "new");
      await collector.api("/holds", { system: "claims", reason: "an inquiry of the authority" });
      collector.clock.nowMs = START_MS + 92 * DAY_MS;
      const later = await run(collector, { confirm: true });
      expect(later.expired.map((each) => [each.class, each.system, each.tables])).toEqual([
        ["features", null, [{ table: "features_v1", rows: 6 }]],
      ]);
      expect(await hasFeatures(collector, "claims", "old")).toBe(true);
      expect(await hasFeatures(collector, "credit", "old")).toBe(false);
      expect(await hasFeatures(collector, "credit", "new")).toBe(true);
      const standing = await collector.api("/retention");
      expect(standing["classes"]).toContainEqual(
        expect.objectContaining({
          name: "features",
          held: [{ system: "claims", holds: ["HOLD-0001"], rows: 6 }],
        }),
      );
      expect(standing["expiries"]).toHaveLength(2);
    }
    await using collector = await startCollector({
      ...{ nowMs: START_MS + 92 * DAY_MS, data, admin },
      retention: { days, systems: { triage: { features: 7 } } },
    });
    await collector.app.settled();
    // The hold is released: what it kept is due at once, and goes with the next run.
    await collector.api("/holds/HOLD-0001/release", { reason: "the inquiry is closed" });
    collector.clock.nowMs += HOUR_MS;
    expect((await run(collector)).expired).toMatchObject([
      { class: "features", system: null, tables: [{ rows: 6 }] },
    ]);
    // Thirteen months on the month itself is over, and goes as a whole, but for the last prediction.
    expect(await rowsOf(collector, "credit")).toBe(12);
    collector.clock.nowMs = START_MS + 435 * DAY_MS;
    await sendAndSeal(collector, "credit", "last");
    const whole = await run(collector, { confirm: true });
    expect(whole.expired.find((each) => each.class === "predictions")).toMatchObject({
      tables: [{ table: "predictions_v1", rows: 24 }],
    });
    expect(await rowsOf(collector, "credit")).toBe(6);
    const checked = await collector.app.checkSeals();
    expect(checked).toMatchObject({ failuresTotal: 0, verified: 12 });
    expect(checked.expired).toBe(24 + 24);
    await expectVerified(collector, join(data, "package"));
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}, 150_000);
