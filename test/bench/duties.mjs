// What falls due over many open records: the first look, which computes every clock, and those after it, of
// the same state and after one record changed; page and API whole; and a storm of announcements in the ledger.
// CPU of this process, not its wall clock. `TILTMETER_BENCH_RECORDS` sets how many records are open.
import { createPages } from "@tiltmeter/dashboards";
import { DEFAULT_POLICY, FRESH } from "@tiltmeter/rules";
import { Hono } from "hono";
import { createClockBook } from "tiltmeter/duties/clock-book";
import { createDue } from "tiltmeter/duties/due";
import { createWorklist } from "tiltmeter/duties/worklist";
import { dutyRoutes } from "tiltmeter/http/api/duties";
import { fold } from "tiltmeter/ledger/fold";
import { changedKeys } from "tiltmeter/ledger/layered-map";
import { EMPTY_STATE } from "tiltmeter/ledger/state";
import { readDuties } from "tiltmeter/reads/duties";
import { loadStatutes } from "tiltmeter/wiring/shipped";
import { zoneOffsets } from "tiltmeter/zones";

const RECORDS = Number(process.env.TILTMETER_BENCH_RECORDS ?? 100_000);
const STORM = 20_000;
const START = Date.UTC(2026, 8, 1);
const DAY_MS = 86_400_000;
const say = (what, figure, beside = "") => {
  console.log(`${what.padEnd(58)} ${String(figure).padStart(14)}  ${beside}`);
};
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
/** Milliseconds of CPU. */
const spent = async (work) => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const several = async (times, work) => {
  const all = [];
  for (let i = 0; i < times; i += 1) all.push(await spent(() => work(i)));
  return all;
};
const ms = (of) => `${of.toFixed(of < 10 ? 1 : 0)} ms`;

const at = (i) => START + Math.floor((i * 80 * DAY_MS) / RECORDS);
const raised = (i) => ({
  ...{ type: "nonconformity_raised", atMs: at(i), by: "tiltmeter", fingerprint: `f-${i}` },
  record: {
    ...FRESH,
    ...{ id: `NC-2026-${String(i).padStart(4, "0")}`, state: "raised", gravest: "high" },
    severity: ["low", "medium", "high", "critical"][i % 4],
    ...{ control: "input-drift", controlTitle: "Drift", controlRevision: "a".repeat(64) },
    ...{ requirement: "Stays comparable.", clauses: {}, system: `s-${i % 100}`, group: {} },
    ...{ statement: "psi is 0.31, limit 0.2", raisedMs: at(i), firstBreachMs: at(i) },
    ...{ evidence: "b".repeat(64), owner: i % 3 === 0 ? `p-${i % 50}` : null },
    ...{ episodes: [], fields: {}, steps: [], version: 1 },
  },
});
const moved = (i, atMs) => {
  const id = raised(i).record.id;
  const said = { to: "assessing", fields: {}, text: "" };
  return { type: "nonconformity_moved", atMs, by: "mara", id, ...said };
};

/** Half of the allowances in a working calendar, which costs a step a day. */
const hours = [0, 1, 2, 3, 4].map((day) => ({ day, fromMinute: 540, toMinute: 1020 }));
const days = (count) => ({ kind: "working_days", days: count, calendar: "office" });
const WORKING = {
  ...DEFAULT_POLICY,
  calendars: { office: { zone: "Europe/Berlin", hours, holidays: ["2026-12-25"] } },
  clocks: Object.fromEntries(
    Object.entries(DEFAULT_POLICY.clocks).map(([severity, clocks]) => [
      severity,
      { ...clocks, contain: days(8), cause: days(20), actions: days(40) },
    ]),
  ),
};

let filled = EMPTY_STATE;
for (let i = 0; i < RECORDS; i += 4096) {
  const next = Array.from({ length: Math.min(4096, RECORDS - i) }, (_, j) => raised(i + j));
  filled = fold(filled, next);
}
const nowMs = START + 81 * DAY_MS;
const statutes = await loadStatutes();
for (const [name, policy] of [
  ["calendar time", null],
  ["a working calendar", WORKING],
]) {
  console.log(`\n${RECORDS.toLocaleString("en")} open records, ${name}`);
  let state = filled;
  const book = createClockBook({ policy: () => policy, offsets: zoneOffsets });
  const ownerOf = () => "team";
  const worklist = createWorklist({
    ...{ book, statutes, state: () => state, ownerOf, changed: changedKeys },
  });
  const due = createDue({ book, statutes });
  const reads = {
    nowMs: () => nowMs,
    ...readDuties({
      ...{ nowMs: () => nowMs, allHolds: () => new Map(), worklist, clocks: book.clocks },
      ...{ nonconformities: () => state.nonconformities, incidents: () => state.incidents },
      reports: () => [],
    }),
  };
  const pages = createPages(reads, { assetsBase: "/assets", actor: () => "p-3", act: {} });
  const api = new Hono();
  api.use(async (c, next) => {
    c.set("caller", { name: "p-3" });
    c.set("reads", reads);
    await next();
  });
  dutyRoutes(api, { budget: {} });
  const ask = async (from, path) => {
    const answer = await from.request(path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer.text();
  };

  const memory = () => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed / 1e6;
  };
  const before = memory();
  const loop = await spent(() => due.entries(state, START, 500));
  say("the loop's first look, every clock computed", ms(loop));
  const first = await spent(() => ask(pages, "/duties"));
  const page = worklist({ by: [], limit: 1 }, nowMs);
  const kept = globalThis.gc === undefined ? "" : `, ${Math.round(memory() - before)} MB kept`;
  say("the first page", ms(first), `${page.all.toLocaleString("en")} things fall due${kept}`);
  for (const [what, from, path] of [
    ["the page", pages, "/duties"],
    ["the page, mine that are breached", pages, "/duties?owner=me&state=breached"],
    ["the API, 100 of them", api, "/api/v1/duties"],
    ["the API, 1,000 of a system", api, "/api/v1/duties?system=s-7&limit=1000"],
  ]) {
    const same = await several(21, () => ask(from, path));
    const changed = await several(21, (i) => {
      state = fold(state, [moved(i, nowMs)]);
      return ask(from, path);
    });
    state = filled;
    await ask(from, path);
    const beside = `after a record changed: ${ms(median(changed))}`;
    say(what, ms(median(same)), `${beside}; longest ${ms(Math.max(...same, ...changed))}`);
  }
}

console.log(`\n${STORM.toLocaleString("en")} of each, folded one by one`);
const attempt = {
  ...{ type: "notification_attempted", atMs: START, by: "tiltmeter", message: "m" },
  ...{ record: "NC-2026-0001", event: "raised", channel: "ops", attempt: 1 },
  ...{ outcome: "delivered", status: 200, detail: "", nextMs: null },
};
for (const [what, entryOf] of [
  ["announcements", raised],
  ["tries to tell of one record", () => attempt],
]) {
  let state = EMPTY_STATE;
  const all = await several(STORM, (i) => {
    state = fold(state, [entryOf(i)]);
  });
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  const tenth = STORM / 10;
  const beside = `the last tenth costs ${(sum(all.slice(-tenth)) / sum(all.slice(tenth, 2 * tenth))).toFixed(1)} × the second`;
  say(what, ms(sum(all)), beside);
}
