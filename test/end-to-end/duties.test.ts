import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { eventually, type Receiver, startReceiver } from "../sdk/receiver.ts";
import { type Collector, declare, items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 10, 23);
const HOUR_MS = 3_600_000;

const CONTROLS = `
version: 1
set: duties
owner: team
defaults: { data_delay: 0s }
controls:
  - id: error-rate
    title: The model fails too often
    requirement: At most 5 % of predictions shall fail.
    severity: high
    measure: error_rate
    by: [system]
    window: 1h
    every: 1h
    min_sample: 5
    limit: { max: 5% }
    proof: measured
    then: [{ raise: nonconformity }]
  - id: hold-broken
    title: Something changed while evidence was to be held
    requirement: A system under investigation shall not be changed.
    severity: critical
    measure: broken_holds
    by: [system]
    window: 1h
    every: 1h
    limit: { max: 0 }
    proof: measured
    then: [{ raise: nonconformity }]
`;

const POLICY = `
version: 1
calendars:
  office: { zone: Europe/Berlin, hours: { mon-fri: "09:00-17:00" } }
clocks:
  high: { acknowledge: 4 working hours, contain: 2 working days }
escalation:
  - { after: 1h, channels: [board] }
`;

const ROUTES = `
version: 1
compliance: { channels: [team] }
`;

interface Notice {
  readonly type: string;
  readonly data: {
    readonly id: string;
    readonly due?: { readonly clock: string; readonly level: string };
  };
}

const told = ({ received }: Receiver): readonly Notice[] =>
  received.map(({ body }) => JSON.parse(body.toString()) as Notice);

const levels = (of: Receiver): string[] =>
  told(of).map(({ type, data }) =>
    data.due === undefined ? type : `${data.due.clock} ${data.due.level}`,
  );

async function tickAt(collector: Collector, ms: number): Promise<readonly string[]> {
  collector.clock.nowMs = ms;
  return (await collector.app.tick(ms)).raised;
}

test("clocks fall due and are escalated; a suspected incident holds evidence until it is reported", async () => {
  await using team = await startReceiver();
  await using board = await startReceiver();
  const webhook = (url: string) => ({
    webhook: {
      url,
      secret: `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`,
      allowPrivate: false,
    },
  });
  await using collector = await startCollector({
    nowMs: START_MS,
    controls: CONTROLS,
    systems: [declare("credit", { owner: "ann" })],
    channels: { team: webhook(team.url), board: webhook(board.url) },
    routes: ROUTES,
    policy: POLICY,
  });
  const { api } = collector;
  const send = async (version: string, hour: number): Promise<void> => {
    const failed = Array.from({ length: 6 }, (_, i) => ({
      ...{ system: "credit", id: `${version}-${hour}-${i}`, status: "error" },
      time: new Date(START_MS + hour * HOUR_MS + i * 1000).toISOString(),
      model: { name: "m", version },
    }));
    await api("/predictions", failed);
    await collector.app.settled();
  };
  await send("1", 0);
  const [id = ""] = await tickAt(collector, START_MS + HOUR_MS);
  expect(id).toBe("NC-2026-0001");

  // Monday 02:00 in Berlin: four working hours end at 13:00 there, 12:00 UTC.
  const [due] = items(await api("/duties"));
  expect(due).toMatchObject({
    ...{ record: id, kind: "work", clock: "acknowledge", owner: "ann", state: "on_track" },
    due: "2026-11-23T12:00:00.000Z",
  });
  await tickAt(collector, START_MS + 11 * HOUR_MS);
  await tickAt(collector, START_MS + 12 * HOUR_MS);
  await tickAt(collector, START_MS + 13 * HOUR_MS);
  await tickAt(collector, START_MS + 13 * HOUR_MS + 1000);
  await eventually("the notices", () => told(team).length >= 3 && told(board).length >= 1);
  expect(levels(team)).toEqual([
    "nonconformity.raised",
    "acknowledge at_risk",
    "acknowledge breached",
  ]);
  expect(levels(board)).toEqual(["acknowledge escalated"]);
  expect(items(await api("/duties?state=breached"))).toHaveLength(1);

  // The hold is there with the statement, before anything else runs.
  await api(`/nonconformities/${id}/incident`, {
    ...{
      serious: "suspected",
      aware_at: "2026-11-23T10:00:00Z",
      reason: "a patient was sent home",
    },
  });
  const [hold] = items(await api("/holds"));
  expect(hold).toMatchObject({ id: "HOLD-0001", system: "credit", released: null });
  const reports = (await api(`/nonconformities/${id}/duties`))["reports"] as {
    readonly id: string;
    readonly standing: string;
    readonly due: string | null;
  }[];
  expect(reports.filter(({ standing }) => standing === "counts")).toMatchObject([
    { id: "eu-ai-act-73-2", due: "2026-12-08T10:00:00.000Z" },
  ]);

  // Another version answers while evidence is held: an alarm, and a nonconformity of its own.
  await send("2", 15);
  await tickAt(collector, START_MS + 15 * HOUR_MS + 10 * 60_000);
  const [alarmed] = items(await api("/holds"));
  expect(alarmed?.["alarms"]).toMatchObject([
    { what: "model_version", detail: "m 2 answers, which did not before" },
  ]);
  expect(await tickAt(collector, START_MS + 16 * HOUR_MS + 1000)).toContain("NC-2026-0002");

  // Whoever stated it may not release, and nobody may while a report is owed.
  const made = await api("/keys", { role: "compliance", name: "cora" });
  const cora = { authorization: `Bearer ${String(made["key"])}` };
  const release = { reason: "the authority has it" };
  await expect(api("/holds/HOLD-0001/release", release)).rejects.toThrow(
    /your own statement of the incident/,
  );
  await expect(api("/holds/HOLD-0001/release", release, cora)).rejects.toThrow(
    /while a report is owed \(Art\. 73\(2\)/,
  );
  await api(
    `/nonconformities/${id}/reports`,
    { duty: "eu-ai-act-73-2", stage: "initial", reference: "case 7" },
    cora,
  );
  const released = await api("/holds/HOLD-0001/release", release, cora);
  expect(released["released"]).toMatchObject({ by: "cora", reason: "the authority has it" });

  // A policy that is wrong is refused whole; a right one counts from then on.
  await writeFile(collector.policy ?? "", POLICY.replace("2 working days", "2 wroking days"));
  await collector.app.reloadControls();
  expect(collector.log.at(-1)).toMatch(
    /the policy is refused, the one before stays in force: [\s\S]*policy\.yaml:6:50: bad-value/,
  );
  await writeFile(collector.policy ?? "", POLICY.replace("4 working hours", "3 working days"));
  await collector.app.reloadControls();
  const later = items(await api("/duties?owner=ann&kind=work")).find(({ record }) => record === id);
  expect(later).toMatchObject({ clock: "acknowledge", due: "2026-11-26T16:00:00.000Z" });
  const page = await fetch(`${collector.url}/duties`, {
    headers: { authorization: `Bearer ${collector.admin}` },
  });
  expect([page.status, (await page.text()).includes("Acknowledge: name an owner")]).toEqual([
    200,
    true,
  ]);
});
