// The register with 100,000 records: its pages and lists, one record, and moving one on, in a collector of this process. Beside
// the time that an answer takes stands that of the processor, which other work on the machine leaves alone.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "../../collector/dist/app.js";
import { loadConfig } from "../../collector/dist/config.js";
import { Ledger } from "../../collector/dist/ledger/ledger.js";
import { FRESH } from "../../rules/dist/index.js";

const RECORDS = Number(process.argv[2] ?? 100_000);
const START = Date.UTC(2026, 0, 1);
const GRADES = ["low", "medium", "high", "critical"];
const REPEATS = 15;

const id = (i) => `NC-2026-${String(i + 1).padStart(4, "0")}`;

/** Every second record is open, in a state that depends on its number; each has a handful of steps. */
function* entriesOf(i) {
  const severity = GRADES[i % 4];
  const system = `system-${i % 200}`;
  const atMs = START + i * 60_000;
  const stamp = { atMs, by: "tiltmeter" };
  const text = `Not fulfilled for ${system}: inputs shall stay comparable; it was 0.31 (sample 900).`;
  yield {
    ...stamp,
    type: "nonconformity_raised",
    fingerprint: `matter ${i}`,
    record: {
      ...FRESH,
      ...{ id: id(i), state: "raised", severity, gravest: severity, control: `control-${i % 50}` },
      ...{ controlTitle: "Live inputs drifted away", controlRevision: "a".repeat(64) },
      requirement: "Each input feature shall stay comparable to the approved reference.",
      clauses: { iso42001: ["9.1", "A.6.2.6"] },
      ...{ system, group: { system }, statement: text, raisedMs: atMs, firstBreachMs: atMs },
      episodes: [
        {
          ...{ id: `e-${i}`, instance: { system }, firstBreachMs: atMs, firedMs: atMs },
          ...{ endedMs: null, value: 0.31, lower: 0.24, upper: null, n: 900 },
        },
      ],
      ...{ evidence: "b".repeat(64), owner: null, fields: {}, version: 1 },
      steps: [{ ...stamp, kind: "raised", from: null, to: "raised", text, fields: {} }],
    },
  };
  const way = ["assessing", "containing", "analysing", "acting"].slice(0, i % 5);
  const owner = `p_${"abcdefgh".repeat(2)}`;
  for (const to of i % 2 === 0 ? way : [...way, "closed"]) {
    yield { ...stamp, type: "nonconformity_moved", id: id(i), to, fields: { owner }, text: "" };
  }
}

async function prepare(data) {
  const ledger = await Ledger.open({ folder: join(data, "ledger"), now: () => START });
  let group = [];
  for (let i = 0; i < RECORDS; i += 1) {
    group.push(...entriesOf(i));
    if (group.length < 1000) continue;
    await ledger.append(group);
    group = [];
  }
  if (group.length > 0) await ledger.append(group);
  console.log(`  ${ledger.size} entries of ${RECORDS} records`);
  await ledger.close();
}

const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-"));
await prepare(folder);
const config = {
  ...loadConfig({ env: {}, flags: { data: folder, port: 0 } }),
  library: "off",
  evaluateEveryMs: 0,
};
const openedMs = performance.now();
const app = await open(config, { clock: { now: Date.now }, log: () => {} });
console.log(`  opened in ${((performance.now() - openedMs) / 1000).toFixed(1)} s`);
// A ledger that was written by other means has its tiles written first; that is no part of an answer.
for (let busyMs = 1000, waited = 0; busyMs > 100 && waited < 300; waited += 1) {
  const cpu = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const { user, system } = process.cpuUsage(cpu);
  busyMs = (user + system) / 1000;
}
const headers = {
  authorization: `Bearer ${app.firstKeys.admin}`,
  "content-type": "application/json",
};

async function time(name, ask) {
  const took = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
    const answer = await ask(i);
    const body = await answer.text();
    const { user, system } = process.cpuUsage(cpu);
    took.push({ ms: performance.now() - startedMs, cpuMs: (user + system) / 1000 });
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${body.slice(0, 300)}`);
  }
  const told = (name) => {
    const [first, ...rest] = took.map((each) => each[name]);
    const sorted = rest.sort((a, b) => a - b);
    const figures = [first, sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    return figures.map((ms) => ms.toFixed(1).padStart(7)).join(" ");
  };
  console.log(`  ${name.padEnd(34)} processor ${told("cpuMs")}   clock ${told("ms")}`);
}

console.log("  milliseconds: first, median, worst");
const url = (path) => `http://127.0.0.1:${config.listen.port}${path}`;
const get = (path) => app.fetch(new Request(url(path), { headers }));
/** The order of the register is made anew after each. */
const move = async (i) => {
  const record = id(i * 10);
  const asked = { to: "assessing", fields: { owner: `owner ${i}` }, reason: "seen" };
  const request = new Request(url(`/api/v1/nonconformities/${record}/transitions`), {
    method: "POST",
    headers: { ...headers, "if-match": '"1"' },
    body: JSON.stringify(asked),
  });
  return app.fetch(request);
};
await time("page of the register", () => get("/nonconformities"));
await time("page of the register, the 900th", () => get("/nonconformities?state=all&page=900"));
await time("page of one system's", () => get("/nonconformities?system=system-7&severity=critical"));
await time("page of one record", (i) => get(`/nonconformities/${id((i * 997) % RECORDS)}`));
await time("overview", () => get("/"));
await time("list over the API", () => get("/api/v1/nonconformities?limit=100"));
await time("one record over the API", (i) =>
  get(`/api/v1/nonconformities/${id((i * 997) % RECORDS)}`),
);
await time("a move over the API", move);
await time("page of the register after a move", async (i) => {
  await (await move(i + REPEATS)).text();
  return get("/nonconformities");
});
app.release();
await app.close();
await rm(folder, { recursive: true, force: true, maxRetries: 5 });
