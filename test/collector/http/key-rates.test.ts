import fc from "fast-check";
import { createKeyRates, type KeyRate } from "tiltmeter/http/key-rates";
import { expect, test } from "vitest";

const RATE: KeyRate = { recordsPerSecond: 100, bytesPerSecond: null, burstSeconds: 2 };

test("a burst is let through, then the rate, whatever the size of the requests", () => {
  let ms = 0;
  const rates = createKeyRates(
    () => RATE,
    () => ms,
  );
  for (let i = 0; i < 2; i += 1) {
    expect(rates.usedUp("a")).toBeNull();
    rates.spend("a", { records: 100, bytes: 0 });
  }
  expect(rates.usedUp("a")).toBe("records");
  expect(rates.usedUp("b")).toBeNull();
  ms = 9;
  expect(rates.usedUp("a")).toBeNull();
  // More than there is: the next ones wait for it.
  rates.spend("a", { records: 10_000, bytes: 0 });
  ms += 99_000;
  expect(rates.usedUp("a")).toBe("records");
  ms += 1_001;
  expect(rates.usedUp("a")).toBeNull();
});

test("over any time no key gets more than its burst, its rate and one request", () => {
  const sends = fc.array(
    fc.record({
      waitMs: fc.integer({ min: 0, max: 3_000 }),
      records: fc.integer({ min: 0, max: 1_000 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(sends, (all) => {
      let ms = 0;
      const rates = createKeyRates(
        () => RATE,
        () => ms,
      );
      let letIn = 0;
      for (const { waitMs, records } of all) {
        ms += waitMs;
        if (rates.usedUp("a") !== null) continue;
        rates.spend("a", { records, bytes: records });
        letIn += records;
        expect(letIn).toBeLessThanOrEqual(200 + (100 * ms) / 1_000 + 1_000);
      }
    }),
  );
});

test("each budget is its own, and a key without limits has none", () => {
  const rates = createKeyRates(
    (key) =>
      key === "free"
        ? { ...RATE, recordsPerSecond: null }
        : { recordsPerSecond: null, bytesPerSecond: 1_000, burstSeconds: 1 },
    () => 0,
  );
  for (const key of ["free", "bound"]) rates.spend(key, { records: 1e9, bytes: 1_000 });
  expect([rates.usedUp("free"), rates.usedUp("bound")]).toEqual([null, "bytes"]);
});
