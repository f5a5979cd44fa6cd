import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { eventually, type Receiver, startReceiver } from "../sdk/receiver.ts";
import { declare, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;

const CONTROLS = `
version: 1
set: routes
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
`;

const routes = (owner: string): string => `
version: 1
compliance: { channels: [compliance] }
routes:
  - { id: team, when: { owner: ${owner} }, channels: [team] }
  - { id: others, when: { severity: [low, medium] }, channels: [team] }
`;

/** The systems that a receiver of webhooks was told of. */
const told = ({ received }: Receiver): readonly string[] =>
  received.map(({ body }) => JSON.parse(body.toString()).data.system);

test("changing who is told changes nobody's verdict, takes effect while the collector runs, and is refused whole", async () => {
  await using compliance = await startReceiver();
  await using team = await startReceiver();
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
    systems: [
      declare("credit", { owner: "ann" }),
      declare("mail", { owner: "ben" }),
      declare("triage", { owner: "ben" }),
    ],
    channels: { compliance: webhook(compliance.url), team: webhook(team.url) },
    routes: routes("ben"),
  });
  let hour = 0;
  /** One hour in which a system fails throughout. */
  const fail = async (system: string): Promise<readonly string[]> => {
    const failed = Array.from({ length: 6 }, (_, i) => ({
      system,
      id: `${system}-${i}`,
      time: new Date(START_MS + hour * HOUR_MS + i * 1000).toISOString(),
      model: { name: "m", version: "1" },
      status: "error",
    }));
    await collector.api("/predictions", failed);
    await collector.app.settled();
    hour += 1;
    collector.clock.nowMs = START_MS + hour * HOUR_MS;
    const { raised } = await collector.app.tick(collector.clock.nowMs);
    return raised;
  };
  expect(await fail("credit")).toHaveLength(1);
  expect(await fail("mail")).toHaveLength(1);
  await eventually("the message about mail", () => told(team).length === 1);
  await writeFile(collector.routes ?? "", routes("ann").replace("compliance: {", "complaince: {"));
  await collector.app.reloadControls();
  expect(collector.log.at(-1)).toMatch(
    /the routes are refused, those before stay in force: [\s\S]*routes\.yaml:3:1: unknown-key/,
  );
  await writeFile(collector.routes ?? "", routes("nobody"));
  await collector.app.reloadControls();
  expect(await fail("triage")).toHaveLength(1);
  await eventually("the message to compliance", () => told(compliance).length === 3);
  expect(told(compliance)).toEqual(["credit", "mail", "triage"]);
  expect(told(team)).toEqual(["mail"]);
});
