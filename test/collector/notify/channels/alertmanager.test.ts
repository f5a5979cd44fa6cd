import fc from "fast-check";
import { alertmanagerChannel, alertOf } from "tiltmeter/notify/channels/alertmanager";
import type { Notice, NoticeRecord } from "tiltmeter/notify/notice";
import { operatorHear } from "tiltmeter/notify/safe-fetch";
import { Secret } from "tiltmeter/notify/secret";
import { expect, test } from "vitest";
import { AT, closing, hostile, notice, sending, texts } from "./notices.ts";
import { answering, receiver } from "./receiver.ts";
import { ALERTMANAGER_ALERTS } from "./schemas/alertmanager-alerts.ts";
import { validator } from "./validator.ts";

const problems = validator(ALERTMANAGER_ALERTS);
const RESEND_MS = 300_000;
const channel = (url: string, labels: Readonly<Record<string, string>> = {}) =>
  alertmanagerChannel(
    {
      ...{ url, labels, resendMs: RESEND_MS, allowPrivate: false },
      authorization: new Secret("Bearer let-me-in"),
    },
    operatorHear,
  );

test("an open record is an alert that ends by itself, and a closed one ends the same alert at once", async () => {
  await using server = await receiver(answering(200));
  const to = channel(server.url, { collector: "eu" });
  expect(to).toMatchObject({ isPerRecord: true, keepAliveMs: RESEND_MS });
  for (const [each, nowMs] of [
    [notice(), AT],
    [notice(), AT + RESEND_MS],
    [closing(), AT + 2 * RESEND_MS],
  ] as const) {
    expect(await to.send(each, sending({ nowMs }))).toMatchObject({ outcome: "delivered" });
  }
  const [first, again, last] = server.requests;
  for (const each of [first, again, last]) {
    expect(each).toMatchObject({ method: "POST", path: "/api/v2/alerts" });
    expect(each?.headers.authorization).toBe("Bearer let-me-in");
    expect(problems(each?.json)).toEqual([]);
  }
  const alerts = server.requests.map(({ json }) => Reflect.get(Object(json), 0));
  expect(alerts[0]).toMatchObject({
    startsAt: "2026-11-23T00:00:00.000Z",
    endsAt: "2026-11-23T14:25:00.000Z", // four times five minutes ahead
    generatorURL: "https://tilt.example.com/nonconformities/NC-2026-0042",
    labels: {
      ...{ alertname: "TiltmeterNonconformity", nonconformity: "NC-2026-0042" },
      ...{ severity: "high", system: "credit", control: "input-drift", collector: "eu" },
    },
    annotations: { since: "2026-11-22 23:00 UTC", state: "raised" },
  });
  expect(alerts[1].endsAt).toBe("2026-11-23T14:30:00.000Z");
  expect(alerts[2].endsAt).toBe("2026-11-23T14:15:00.000Z");
  expect(alerts[2].labels).toEqual(alerts[0].labels);
  expect(alerts[2].startsAt).toBe(alerts[0].startsAt);
});

test("whatever a record says, the schema takes the alert, and it never ends before it starts", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 2 * AT }), (text, nowMs) => {
      const said = hostile(text);
      const alert = alertOf(said, recordOf(said), { labels: {}, resendMs: RESEND_MS }, nowMs);
      expect(problems([alert])).toEqual([]);
      expect(String(alert["endsAt"]) >= String(alert["startsAt"])).toBe(true);
    }),
    { numRuns: 200 },
  );
});

function recordOf({ records: [first] }: Notice): NoticeRecord {
  if (first === undefined) throw new Error("a notice of one record has one");
  return first;
}
