import { createPages, type Reads } from "@tiltmeter/dashboards";
import { describe, expect, test } from "vitest";
import { actsOn } from "./fixture-acts.ts";
import { readsOf } from "./fixture-many.ts";
import { busyReads, emptyReads, failingReads, halfFailingReads } from "./fixture-reads.ts";
import { fixtureRecords } from "./fixture-records.ts";
import { NOW } from "./fixture-world.ts";
import { hostileReads, payloads } from "./hostile.ts";

const everyPage = [
  "/",
  "/?tier=limited&stands=trouble&q=mail&page=1",
  "/?q=nothing",
  "/systems/mail-spam-filter",
  "/systems/mail-spam-filter?range=30d",
  "/systems/mail-spam-filter?from=2026-11-23T13:00Z&to=2026-11-23T14:00Z",
  "/systems/support-assistant",
  "/systems/mail-spam-filter/how?metric=accuracy",
  "/systems/mail-spam-filter/how?metric=accuracy&by=segment.language&value=en",
  "/systems/support-assistant/calls",
  "/systems/support-assistant/calls?only=failed&model=&tool=look_up_order&range=1h",
  "/systems/credit-scoring/calls?finish=length&cursor=bmV4dA",
  "/systems/mail-spam-filter/predictions/mail-04410",
  "/systems/support-assistant/predictions/chatcmpl-9",
  "/systems/support-assistant/predictions/chatcmpl-failed",
  "/systems/mail-spam-filter/features/link_count",
  "/systems/mail-spam-filter/features/hour_of_day",
  "/systems/mail-spam-filter/features/html_share",
  "/systems/mail-spam-filter/features/unknown",
  "/nonconformities",
  "/nonconformities?state=all&system=mail-spam-filter",
  "/nonconformities/NC-2026-0007",
  "/nonconformities/NC-2026-0008",
  "/nonconformities/NC-2026-0002",
  "/nonconformities/NC-2026-0005",
  "/nonconformities/NC-2026-0005/decisions",
  "/nonconformities/NC-2026-0005/decisions?state=all&cursor=bmV4dA",
  "/controls",
  "/controls?status=shadow&q=answers&severity=low&system=credit-scoring&verdict=error",
  "/controls?status=nothing",
  "/controls/input-drift",
  "/controls/input-drift?windows=360",
  "/controls/accuracy-floor",
  "/controls/latency",
  "/controls/parity",
  "/controls/disclosure",
  "/coverage",
  "/coverage?days=30",
  "/inventory",
  "/inventory?standing=incomplete",
  "/governance",
  "/governance?approve=override-rate",
  "/risks?days=365&assess=credit",
  "/suppliers",
  "/oversight",
  "/applicability",
  "/applicability?at=2026-03-03T09:30&attest=iso42001:5.2",
  "/applicability?at=never",
  "/management-review?from=2026-08-01&to=2026-11-01",
  "/management-review/MR-2026-0001",
  "/audit?at=2026-10-01&sample=SMP-2026-0001",
  "/ledger",
  "/ledger?at=2026-11-03T14:05",
];

async function page(reads: Reads, path: string): Promise<{ status: number; html: string }> {
  const pages = createPages(reads, {
    assetsBase: "/assets",
    actor: () => "mara",
    decider: () => "mara",
    act: actsOn([...(await reads.nonconformities().catch(() => []))]),
  });
  const answer = await pages.request(path);
  return { status: answer.status, html: await answer.text() };
}

/** What a content security policy would refuse, or what only an injection could have put there. */
function forbiddenIn(html: string): readonly string[] {
  const tags = html.match(/<[a-zA-Z!/][^>]*>/g) ?? [];
  return tags.filter(
    (tag) =>
      /^<(style|iframe|object|embed|base|img|a[^>]*href="(?!\/|#))/i.test(tag) ||
      /\s(style|on[a-z]+|srcdoc)\s*=/i.test(tag.replaceAll(/"[^"]*"/g, '""')) ||
      (/^<script/i.test(tag) && !/ src="\/assets\/[\w.-]+"/.test(tag)) ||
      (/^<svg/i.test(tag) && !/ viewBox="/.test(tag)),
  );
}

function visible(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ");
}

describe.each(everyPage)("%s", (path) => {
  test("answers 200 and carries no inline script, handler or style", async () => {
    const { status, html } = await page(busyReads(), path);
    expect(status).toBe(200);
    expect(html).toMatch(/^<!doctype html><html lang="en"/);
    expect(forbiddenIn(html)).toEqual([]);
    expect(visible(html)).not.toMatch(/undefined|NaN|\[object|null/);
  });

  test("has one main, one h1, and headings that skip no level", async () => {
    const { html } = await page(busyReads(), path);
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(html.match(/<main/g)).toHaveLength(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [i, level] of levels.entries()) {
      expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    }
  });

  test("gives every id once, and every label and description a field that is there", async () => {
    const { html } = await page(busyReads(), path);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, names] of html.matchAll(/ (?:for|aria-describedby|aria-labelledby)="([^"]+)"/g)) {
      for (const name of (names ?? "").split(" ")) expect(ids).toContain(name);
    }
  });

  test("keeps hostile text in text, wherever it stands", async () => {
    for (const payload of payloads) {
      const { status, html } = await page(hostileReads(busyReads(), payload), path);
      expect(status).toBe(200);
      expect(forbiddenIn(html)).toEqual([]);
      expect(html.includes("<script>")).toBe(false);
    }
  });

  test("shows what could not be read instead of a blank page", async () => {
    const { html } = await page(failingReads(), path);
    expect(visible(html)).toContain("Could not read");
    expect(visible(html)).toContain("the store does not answer: connection refused");
    expect(forbiddenIn(html)).toEqual([]);
  });
});

test("the overview says what is wrong, where and since when", async () => {
  const { html } = await page(busyReads(), "/");
  expect(visible(html)).toMatch(
    /1 of 3 systems off level mail-spam-filter since 13:12 UTC \(1 h 20 min ago\) ; credit-scoring could not be judged/,
  );
});

test("a loss that is not measured is never shown as none", async () => {
  const text = visible((await page(busyReads(), "/")).html);
  expect(text).toMatch(/support-assistant.*?not measured/);
  expect(text).toMatch(/credit-scoring.*?12 records lost/);
  expect(text).toMatch(/mail-spam-filter limited risk.*?complete/);
});

test("the empty overview is the set-up checklist with lines to copy", async () => {
  const { status, html } = await page(emptyReads(), "/");
  expect(status).toBe(200);
  expect(visible(html)).toMatch(/Start the collector\s*done/);
  expect(html).toContain("curl http://127.0.0.1:4318/api/v1/predictions");
});

test("an overview without its controls does not claim to be level", async () => {
  const { controls } = failingReads();
  const { html } = await page({ ...busyReads(), controls }, "/");
  expect(visible(html)).toContain("How the systems stand is not known");
  expect(visible(html)).toContain("Could not read the controls");
});

test("a system whose parts cannot be read names each of them", async () => {
  const text = visible((await page(halfFailingReads(), "/systems/mail-spam-filter")).html);
  for (const part of [
    "the series accuracy",
    "the drift of the features",
    "the changes",
    "the segments",
    "the performance",
    "the oversight",
    "the controls",
    "the nonconformities",
  ]) {
    expect(text).toContain(`Could not read ${part}`);
  }
  expect(text).toContain("How it stands could not be read");
});

test("the record speaks in the order of an alert: requirement, since, affected, next, by when", async () => {
  const text = visible((await page(busyReads(), "/nonconformities/NC-2026-0007")).html);
  const order = ["Requirement", "Since", "Affected", "Next", "By when"];
  const places = order.map((word) => text.indexOf(` ${word} `));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("the record lists its episodes worst first against the written limit", async () => {
  const text = visible((await page(busyReads(), "/nonconformities/NC-2026-0007")).html);
  expect(text).toMatch(/The limit is at most 0\.2\./);
  expect(text).toMatch(/link_count 0\.620 .*html_share 0\.330 .*sender_domain 0\.210/);
});

test("episodes that joined at once are told in one step, by what they are and how far off", async () => {
  const record = fixtureRecords()[0];
  if (record === undefined) throw new Error("no record to read");
  const joins = record.episodes.slice(0, 2).map((episode) => ({
    atMs: NOW,
    by: "tiltmeter",
    kind: "episode_added" as const,
    from: record.state,
    to: null,
    text: episode.id,
    fields: {},
  }));
  const grown = { ...record, episodes: record.episodes.toReversed(), steps: joins };
  const text = visible((await page(busyReads([grown]), `/nonconformities/${record.id}`)).html);
  expect(text).toMatch(
    /2 episodes added by tiltmeter .*?feature link_count 0\.620 feature html_share 0\.330/,
  );
  expect(text).not.toContain(joins[0]?.text);
  // The record holds them in the order in which they fired; the table leads with the worst.
  expect(text).toMatch(/link_count 0\.620 .*html_share 0\.330 .*sender_domain 0\.210/);
});

test("a system's controls are a line each: the worst, how many stand where, and a way to all", async () => {
  const { html } = await page(busyReads(), "/systems/mail-spam-filter");
  const folds = html.match(/<details class="fold".*?<\/details>/gs) ?? [];
  expect(folds).toHaveLength(3);
  const [drift] = folds;
  const summary = visible(/<summary>.*<\/summary>/s.exec(drift ?? "")?.[0] ?? "");
  expect(summary).toMatch(/Live inputs drifted .* Off level 2 of 6 features; 1 recovering, /);
  expect(summary).toMatch(/breach at most 0\.2 0\.620/);
  expect(summary).not.toContain("html_share");
  expect(visible(drift ?? "")).toContain("html_share");
  expect(visible(drift ?? "")).not.toContain("income");
});

test("next verdicts are a plain list for one system, and by system for more, the worst first", async () => {
  const groups = async (size: number): Promise<readonly string[]> => {
    const { html } = await page(readsOf(size), "/");
    return [...html.matchAll(/<details class="fold fold-group" data-fold="([^"]+)"( open)?/g)].map(
      ([, system, open]) => `${system}${open ?? ""}`,
    );
  };
  expect(await groups(1)).toEqual([]);
  expect(await groups(3)).toEqual([
    "mail-spam-filter open",
    "credit-scoring open",
    "support-assistant open",
  ]);
  const many = await groups(30);
  expect(many).toHaveLength(12);
  expect(many.every((one) => one.startsWith("mail-spam-filter") || !one.includes(" open"))).toBe(
    true,
  );
  expect(visible((await page(readsOf(30), "/")).html)).toContain("The worst 12 of 30");
});

test("a system's performance says what was estimated beside what came true", async () => {
  const text = visible((await page(busyReads(), "/systems/mail-spam-filter")).html);
  expect(text).toMatch(
    /Estimated 82\.9.% \(82\.4.% to 83\.4.%\), realised 82\.8.% on 63\.4.% labelled: no sign of concept drift\./,
  );
  expect(text).toMatch(/Positive is\s+spam/);
  expect(text).toContain("confidence-based performance estimation");
});

test("without an estimate the page says why, and how to get one", async () => {
  const reads = busyReads();
  const reason = "the approved baseline carries no scores with outcomes";
  const unlearned: Reads = {
    ...reads,
    measures: async (of) => {
      const found = await reads.measures(of);
      const metrics = found.metrics.map((one) =>
        /^estimated|gap$/.test(one.metric)
          ? {
              ...one,
              points: one.points.map((point) => ({
                ...point,
                measurement: { kind: "insufficient" as const, n: 10, reason },
              })),
            }
          : one,
      );
      return { ...found, metrics };
    },
  };
  const text = visible((await page(unlearned, "/systems/mail-spam-filter")).html);
  expect(text).toMatch(
    /Accuracy is not estimated: the approved baseline carries no scores with outcomes; realised 82\.8.% on 63\.4.% labelled\./,
  );
  expect(text).toMatch(
    /make a baseline with labels, scores and outcomes: tiltmeter baseline create/,
  );
});

test("a system that predicts numbers shows its errors instead", async () => {
  const reads = busyReads();
  const point = { timeMs: NOW, by: {} };
  const numbers: Reads = {
    ...reads,
    measures: async (of) => ({
      positive: null,
      metrics: of.metrics.map((metric) => ({
        metric,
        unit: "1",
        source: "Σ|v − y| ÷ n",
        points: ["mae", "r_squared"].includes(metric)
          ? [
              {
                ...point,
                measurement: {
                  kind: "measured" as const,
                  ...{ value: 3.25, lower: 3.1, upper: 3.4, n: 812, detail: {} },
                },
              },
            ]
          : [],
      })),
    }),
  };
  const text = visible((await page(numbers, "/systems/mail-spam-filter")).html);
  expect(text).toMatch(/Performance Mean absolute error 3\.25 3\.10 to 3\.40 R² 3\.25/);
  expect(text).not.toMatch(/Performance.*Mean reciprocal rank.*Drift by feature/);
});

test("a section without data says in a line what to send", async () => {
  const text = visible((await page(busyReads(), "/systems/support-assistant")).html);
  expect(text).toMatch(/Performance Nothing to measure yet: predictions with a label and a score/);
  expect(text).toMatch(/Fairness Nothing to compare: .* carried no segments/);
  expect(text).toMatch(/Oversight No decision by a person was sent\. Send every review/);
});

test("fairness compares segments, and says where there is too little or no positive label", async () => {
  const reads = busyReads();
  const text = visible((await page(reads, "/systems/mail-spam-filter")).html);
  expect(text).toMatch(/zh 21\.0.% .*?not assessable: n 22, needs 200/);
  expect(text).toContain("the reference");
  const undeclared = {
    ...reads,
    measures: async (of: Parameters<Reads["measures"]>[0]) => ({
      ...(await reads.measures(of)),
      positive: null,
    }),
  };
  const without = visible((await page(undeclared, "/systems/mail-spam-filter")).html);
  expect(without).toMatch(/Fairness Rates of a positive label need one: name it as positive_label/);
});

test("oversight says whether people look, and whether they are right where they overrule", async () => {
  const text = visible((await page(busyReads(), "/systems/mail-spam-filter")).html);
  expect(text).toMatch(
    /People overrule 3\.1.%, where real reviews would show at least 4\.3.%: it looks like rubber-stamping/,
  );
  expect(text).toMatch(/71\.0.% \(62\.2.% to 79\.8.%\) were right: people correct the model/);
  expect(text).toMatch(/By the reviewer's role.*analyst.*supervisor.*\(not said\)/);
});

test("a feature's page tells distances, quality, who carries the shift and the baseline", async () => {
  const path = "/systems/mail-spam-filter/features/link_count";
  const text = visible((await page(busyReads(), path)).html);
  expect(text).toMatch(/By language .* de 27\.0.% 0\.558 90\.0.%/);
  expect(text).toMatch(/43 more values, together 0\.265 of 0\.620/);
  expect(text).toMatch(/all other 1,204/);
  expect(text).toContain("Not looked into: city and product.");
  expect(text).toMatch(/Wasserstein distance .*? not measured link_count is constant/);
  expect(text).toMatch(/Change of unit or sign found Values look changed \(100 times\)/);
  expect(text).toMatch(/Stuck on one value cannot be told 12 values, needs 80/);
  expect(text).toMatch(/first-groups version 2 .* by mara/);
  const none = visible((await page(busyReads(), "/systems/support-assistant/features/x")).html);
  expect(none).toMatch(/Not measured: this system has no approved baseline: make one/);
});

test("evidence that is not in the store is said to be missing", async () => {
  const text = visible((await page(busyReads(), "/nonconformities/NC-2026-0008")).html);
  expect(text).toMatch(/The snapshot 000000000000 is not in the store/);
});

test("the inbox filters by state and system from the address", async () => {
  const ids = async (query: string): Promise<readonly string[]> => {
    const { html } = await page(busyReads(), `/nonconformities${query}`);
    return [...html.matchAll(/record-id">([^<]+)</g)].map(([, id]) => id ?? "");
  };
  expect(await ids("")).toEqual(["NC-2026-0008", "NC-2026-0007", "NC-2026-0005"]);
  expect(await ids("?state=closed")).toEqual(["NC-2026-0002"]);
  expect(await ids("?state=all&system=credit-scoring")).toEqual(["NC-2026-0002"]);
  expect(await ids("?state=acting")).toEqual([]);
});

test("a system without a baseline is not measured for drift, and says what to do", async () => {
  const text = visible((await page(busyReads(), "/systems/support-assistant")).html);
  expect(text).toContain("Not measured: this system has no approved baseline");
});

test("what is not there answers 404 with a way on", async () => {
  for (const path of ["/systems/nobody", "/nonconformities/NC-1", "/controls/none", "/nowhere"]) {
    const { status, html } = await page(busyReads(), path);
    expect(status).toBe(404);
    expect(html).toContain('<a href="/">overview</a>');
  }
});

test("a time range that makes no sense is told, and the default shown", async () => {
  for (const query of ["?range=9q", "?from=yesterday&to=now", "?from=2026-11-23&to=2026-11-22"]) {
    const { status, html } = await page(busyReads(), `/systems/mail-spam-filter${query}`);
    expect(status).toBe(200);
    expect(html).toContain('role="alert"');
    expect(html).toMatch(/aria-current="true">all</);
  }
});
