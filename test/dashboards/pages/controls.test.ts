import type { Reads } from "@tiltmeter/dashboards";
import { describe, expect, test } from "vitest";
import { servedPage } from "../fixture-page.ts";
import { busyReads, emptyReads } from "../fixture-reads.ts";
import { readsOfMany } from "../fixture-thousand.ts";
import { NOW } from "../fixture-world.ts";

async function text(reads: Reads, path: string): Promise<string> {
  return (await servedPage(path, reads)).text.replaceAll("&#39;", "'");
}

async function html(reads: Reads, path: string): Promise<string> {
  const { status, html } = await servedPage(path, reads);
  expect(status).toBe(200);
  return html;
}

async function listed(reads: Reads, query: string): Promise<readonly string[]> {
  const page = await html(reads, `/controls${query}`);
  return [...page.matchAll(/<h4><a href="\/controls\/([^"]+)">/g)].map(([, id]) => id ?? "");
}

describe("the list of controls", () => {
  test("stands by status, the worst first, with its strip, its next verdict and its owner", async () => {
    expect(await listed(busyReads(), "")).toEqual([
      "override-rate",
      "input-drift",
      "accuracy-floor",
      "parity",
      "latency",
      "disclosure",
      "latency-2025",
    ]);
    const said = await text(busyReads(), "/controls");
    expect(said).toMatch(
      /In force .*input-drift.*team-credit-ml changed 50 min ago by jon .*7 instances, 3 firing Next verdict at 14:47 UTC/,
    );
    expect(said).toMatch(/In shadow Answers come in time .* Draft .* Not judged Retired/);
  });

  test.each([
    ["?status=shadow", ["latency"]],
    ["?severity=high", ["override-rate", "accuracy-floor"]],
    ["?verdict=error", ["latency"]],
    ["?verdict=firing", ["override-rate", "input-drift"]],
    ["?verdict=none&status=enforce", ["parity"]],
    ["?system=support-assistant", ["override-rate"]],
    ["?system=mail-spam-filter&verdict=breach", ["override-rate", "input-drift", "accuracy-floor"]],
    ["?q=OVERSIGHT-lead", ["override-rate"]],
    ["?q=rates+segments", ["parity"]],
    ["?set=other", []],
  ])("shows what %s asks for", async (query, ids) => {
    expect(await listed(busyReads(), query)).toEqual(ids);
  });

  test("says first what is under maintenance now, until when and why, and nothing of what is over", async () => {
    const planned = {
      ...{ fromMs: NOW - 1, toMs: NOW + 3_600_000, reason: "a move of the store", owner: "ann" },
      ...{ systems: ["credit"], controls: [] },
    };
    const over = { ...planned, reason: "long over", toMs: NOW };
    const reads = { ...busyReads(), maintenance: async () => [over, planned] };
    const said = await text(reads, "/controls");
    expect(said).toMatch(/Nothing is raised of credit until .*: a move of the store \(ann\)/);
    expect(said).not.toContain("long over");
  });

  test("says in words what each strip shows, for who cannot see it", async () => {
    const page = await html(busyReads(), "/controls");
    expect(page).toMatch(
      /aria-label="The newest 40 windows: 6 breach, .*1 missed, \d+ pass; 3 under maintenance; \d amended"/,
    );
  });

  test("teaches where there is no control, and says where none fits", async () => {
    expect(await text(emptyReads(), "/controls")).toMatch(/nothing is judged.*controls check/);
    expect(await text(busyReads(), "/controls?q=nothing-like-it")).toContain("No control fits");
  });

  test("shows the controls where only the strips cannot be read, and says so", async () => {
    const verdictStrips = async (): Promise<never> => {
      throw new Error("the store does not answer");
    };
    const said = await text({ ...busyReads(), verdictStrips }, "/controls");
    expect(said).toContain("Could not read the verdicts of the last windows");
    expect(said).toContain("Accuracy stays above its floor");
  });

  test("a thousand controls are pages of fifty, for two reads of the store a page", async () => {
    const { reads, asked } = readsOfMany(1_000, 4);
    expect(await listed(reads, "")).toHaveLength(50);
    expect(ofThePage(asked)).toEqual(["controls", "verdictStrips", "maintenance"]);
    const first = new Set(await listed(reads, "?status=enforce"));
    const second = await listed(reads, "?status=enforce&page=2");
    expect(second).toHaveLength(50);
    expect(second.some((id) => first.has(id))).toBe(false);
    const last = await text(reads, "/controls?page=900");
    expect(last).toContain("951 to 1,000 of 1,000 controls");
  });
});

describe("one control", () => {
  test("says what is required in plain words, with the limit of each tier", async () => {
    const said = await text(busyReads(), "/controls/input-drift");
    expect(said).toMatch(
      /Limit At most 0\.2; .* High risk: at most 0\.1; .* Limited risk: at most/,
    );
    expect(said).toMatch(/How sure At most 1 false alarm per year is to be expected/);
    expect(said).toMatch(/Blind spots Slow seasonal change Features that nobody sends/);
    const page = await html(busyReads(), "/controls/input-drift");
    expect(page).toContain('href="/coverage#clause-iso42001-A.6.2.6"');
    expect(await html(busyReads(), "/coverage")).toContain('id="clause-iso42001-A.6.2.6"');
  });

  test("says why the newest verdict is what it is, of the worst instance and of the one asked for", async () => {
    expect(await text(busyReads(), "/controls/input-drift")).toMatch(
      /Breach : 0\.620 measured in 412 cases \(the sample proves at least 0\.510 and at most 0\.740\); required is at most 0\.2\./,
    );
    const [system, model_version, feature] = ["mail-spam-filter", "2026-11-19", "hour_of_day"];
    const key = JSON.stringify([
      ["feature", feature],
      ["model_version", model_version],
      ["system", system],
    ]);
    const asked = `/controls/input-drift?instance=${encodeURIComponent(key)}`;
    expect(await text(busyReads(), asked)).toMatch(
      /Inconclusive : sample of 61 below 80\. That is not a pass/,
    );
    expect(await text(busyReads(), "/controls/latency")).toMatch(/Error : the query took longer/);
  });

  test("draws limits, episodes, maintenance and amended windows, before any script runs", async () => {
    const page = await html(busyReads(), "/controls/input-drift");
    for (const mark of ["limit", "warn", "episode", "maintenance", "amended", "line", "band"]) {
      expect(page).toMatch(new RegExp(`<(path|rect) class="chart-${mark}"`));
    }
  });

  test("leads from each episode to its record, and says why a shadow raised none", async () => {
    expect(await html(busyReads(), "/controls/input-drift")).toMatch(
      /link_count.*?href="\/nonconformities\/NC-2026-0007"/s,
    );
    const silent = { ...busyReads(), recordPage: async () => null };
    expect(await text(silent, "/controls/latency")).toMatch(/in shadow is judged and kept/);
    expect(await text(silent, "/controls/parity")).toMatch(/It has raised nothing so far/);
  });

  test("tells what was scheduled and what was not judged", async () => {
    expect(await text(busyReads(), "/controls/input-drift")).toMatch(
      /89\.4.% of the evaluations that the schedule asked for .* Windows scheduled 672 Judged 665 Missed 7 Made up for later 4/,
    );
    expect(await text(busyReads(), "/controls/disclosure")).toMatch(/Nothing was evaluated/);
  });

  test("tells who changed what, and where that cannot be told", async () => {
    const said = await text(busyReads(), "/controls/input-drift");
    expect(said).toMatch(/by jon from starter\.yaml blind_spots was nothing now slow seasonal/);
    expect(said).toMatch(/limit\.max was 0\.25 now 0\.2/);
    expect(said).toMatch(/What it changed cannot be told: the text before it was not kept/);
  });

  test("tells what the last backtest found, or how to make one", async () => {
    expect(await text(busyReads(), "/controls/input-drift")).toMatch(
      /would have found 5 episodes, 1 of them outside of every known incident, and raised 2 records .*with the revision in force/,
    );
    expect(await text(busyReads(), "/controls/latency")).toMatch(
      /Not tried out .* leaves the shadow\. npx tiltmeter controls backtest - latency --from 2026-10-24/,
    );
  });

  test("shows everything else where its history cannot be read", async () => {
    const fail = async (): Promise<never> => {
      throw new Error("the store does not answer");
    };
    const reads = {
      ...busyReads(),
      verdictStrips: fail,
      evaluations: fail,
      evaluationCounts: fail,
      controlRevisions: fail,
      limits: fail,
      maintenance: fail,
      backtest: fail,
      recordPage: fail,
      changes: fail,
    };
    const said = await text(reads, "/controls/input-drift");
    for (const part of [
      "the verdicts of the last windows",
      "the evaluations",
      "what was evaluated",
      "the revisions",
      "the limits in force",
      "the planned maintenance",
      "the last backtest",
      "the nonconformities",
      "the changes",
    ]) {
      expect(said).toContain(`Could not read ${part}`);
    }
    expect(said).toContain("What is required");
  });

  test("asks as much for one instance as for a hundred", async () => {
    const { reads, asked } = readsOfMany(7, 100);
    await text(reads, "/controls/input-drift-0");
    expect([...ofThePage(asked)].sort()).toEqual([
      "backtest",
      "changes",
      "controlRevisions",
      "controls",
      "evaluationCounts",
      "evaluations",
      "limits",
      "maintenance",
      "recordPage",
      "verdictStrips",
    ]);
  });

  test("shows at most as many windows as it offers", async () => {
    const asked: number[] = [];
    const base = busyReads();
    const reads: Reads = {
      ...base,
      evaluations: async (of) => {
        asked.push(Math.round((of.range.toMs - of.range.fromMs) / (15 * 60_000)));
        return base.evaluations(of);
      },
    };
    for (const query of ["", "?windows=120", "?windows=99999999", "?windows=x"]) {
      await text(reads, `/controls/input-drift${query}`);
    }
    expect(asked).toEqual([60, 120, 60, 60]);
    expect(NOW).toBe(base.nowMs());
  });
});

/** Without what the navigation asks on every page: how many are open, how many overdue. */
function ofThePage(asked: readonly string[]): readonly string[] {
  const page = asked.filter((name) => name !== "nowMs" && name !== "duties");
  const last = page.lastIndexOf("recordPage");
  return page.filter((_, i) => i !== last);
}
