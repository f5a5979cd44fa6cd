import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { HOSTILE, leaks } from "./hostile-strings.ts";
import type { TwoWorlds } from "./two-worlds.ts";

/** Over a collector that is there when the tests run: what reaches the engine is bound, never put together. */
export function engineInjectionTests(world: () => TwoWorlds): void {
  test("hostile text that reaches the engine is a name that nothing has", SLOW, async () => {
    const { collector } = world();
    const { url, admin, log } = collector;
    const before = await collector.api("/systems");
    const told = log.length;
    let asked = 0;
    for (const text of REACHING) {
      for (const address of addresses(encodeURIComponent(text))) {
        const answer = await fetch(`${url}${address}`, {
          headers: { authorization: `Bearer ${admin}` },
        });
        const found = leaks({ status: answer.status, text: await answer.text() });
        expect(found, address).toEqual([]);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(300);
    // What a page could not read is told to the log, not as a fault: nothing was.
    expect(log.slice(told).filter((line) => /failed/.test(line))).toEqual([]);
    expect(await collector.api("/systems")).toEqual(before);
    expect(existsSync("/tmp/tiltmeter-injected")).toBe(false);
  });

  test("hostile text that is stored does nothing when it is read back", SLOW, async () => {
    const { collector } = world();
    const { api, clock } = collector;
    const told = collector.log.length;
    const system = "x'; DROP TABLE evaluations_v1; --";
    const time = new Date(clock.nowMs - 60_000).toISOString();
    const predictions = REACHING.map((text, i) => ({
      ...{ system, id: `${text}-${i}`, time, label: text, score: 0.5 },
      model: { name: text, version: text, supplier: text },
      features: { [text]: text },
      segment: { [text]: text },
    }));
    const { accepted, rejected } = await api("/predictions", predictions);
    expect([accepted, rejected]).toEqual([predictions.length, []]);
    await collector.app.settled();
    clock.nowMs += 3_600_000;
    const { errors } = await collector.app.tick(clock.nowMs);
    expect(errors).toEqual([]);
    const id = encodeURIComponent(system);
    for (const path of [`/systems/${id}`, `/systems/${id}/series?metric=count&by=model_version`]) {
      await api(path);
    }
    for (const path of [`/systems/${id}`, "/", "/inventory", "/controls", "/suppliers"]) {
      const answer = await fetch(`${collector.url}${path}`, {
        headers: { authorization: `Bearer ${collector.admin}` },
      });
      expect(leaks({ status: answer.status, text: await answer.text() }), path).toEqual([]);
    }
    expect(await api(`/systems/${id}`)).toMatchObject({ predictions: predictions.length });
    expect(collector.log.slice(told).filter((line) => /failed/.test(line))).toEqual([]);
  });
}

/** A few hundred questions to the engine: seconds, and more where others use the machine too. */
const SLOW = { timeout: 180_000 };

/** What could be taken for SQL, and what is odd in other ways. */
const REACHING = HOSTILE.filter((text) => /['"`\\;{(]|--|%/.test(text) && text.length < 200).slice(
  0,
  24,
);

function addresses(text: string): readonly string[] {
  const system = "zebra-credit";
  return [
    `/api/v1/systems/${text}/series?metric=count`,
    `/api/v1/systems/${system}/series?metric=count&by=${text}`,
    `/api/v1/systems/${system}/series?metric=count&by=segment.${text}`,
    `/api/v1/systems/${system}/series?metric=false_positive_rate&positive=${text}`,
    `/api/v1/drift?system=${text}`,
    `/api/v1/drift?system=${system}&feature=${text}`,
    `/api/v1/drift?system=${system}&model_version=${text}`,
    `/api/v1/drift?system=${system}&baseline=${text}`,
    `/api/v1/changes?system=${text}`,
    `/api/v1/concerns?system=${text}`,
    `/api/v1/evaluations?instance=${text}`,
    `/api/v1/controls/${text}/evaluations`,
    `/api/v1/controls/shared/evaluations?instance=${text}`,
    `/systems/${text}`,
    `/systems/${system}/features/${text}`,
    `/controls/shared?instance=${text}`,
  ];
}
