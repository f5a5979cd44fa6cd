import fc from "fast-check";
import { addressBucket, createTryLimits } from "tiltmeter/access/try-limits";
import { expect, test } from "vitest";

const MINUTE = 60_000;
const limitsAt = (clock: { nowMs: number }) => createTryLimits({ now: () => clock.nowMs });

test("of ten thousand tries at once at most twenty are looked at, whoever they are for and from", () => {
  const accounts = fc.array(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 50 });
  const addresses = fc.array(fc.ipV4(), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(accounts, addresses, (names, from) => {
      const isOneAccount = names.length === 1;
      const isOneAddress = from.length === 1;
      fc.pre(isOneAccount || isOneAddress);
      const limits = limitsAt({ nowMs: 1e12 });
      let looked = 0;
      for (let i = 0; i < 10_000; i += 1) {
        const account = names[i % names.length] ?? "";
        const address = from[i % from.length] ?? "";
        if (limits.begin({ account, address }).kind === "look") looked += 1;
      }
      expect(looked).toBeLessThanOrEqual(isOneAccount ? 10 : 20);
      expect(looked).toBeGreaterThan(0);
    }),
    { numRuns: 20 },
  );
});

test("whoever waits as long as was said is looked at again, and not a millisecond before", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 * MINUTE), { minLength: 10, maxLength: 40 }), (steps) => {
      const clock = { nowMs: 1e12 };
      const limits = limitsAt(clock);
      const tried = { account: "ada", address: "192.0.2.1" };
      for (const step of steps) {
        clock.nowMs += step;
        const attempt = limits.begin(tried);
        if (attempt.kind === "look") continue;
        clock.nowMs += attempt.retryAfterMs - 1;
        expect(limits.begin(tried).kind).toBe("refused");
        clock.nowMs += 1;
        expect(limits.begin(tried).kind).toBe("look");
      }
    }),
  );
});

test("in any quarter of an hour at most ten tries at an account are looked at", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3 * MINUTE), { maxLength: 200 }), (steps) => {
      const clock = { nowMs: 1e12 };
      const limits = limitsAt(clock);
      const looked: number[] = [];
      for (const step of steps) {
        clock.nowMs += step;
        const attempt = limits.begin({ account: "ada", address: `192.0.2.${looked.length % 200}` });
        if (attempt.kind === "look") looked.push(clock.nowMs);
      }
      for (const [i, atMs] of looked.entries()) {
        const within = looked.filter((each, j) => j >= i && each < atMs + 15 * MINUTE);
        expect(within.length).toBeLessThanOrEqual(10);
      }
    }),
  );
});

test("what was right does not count, and an account is one however its address is written", () => {
  const limits = limitsAt({ nowMs: 1e12 });
  const address = "192.0.2.1";
  for (let i = 0; i < 100; i += 1) {
    const attempt = limits.begin({ account: "ada@example.org", address });
    if (attempt.kind === "look") attempt.forget();
    expect(attempt.kind).toBe("look");
  }
  for (const account of ["Ada@example.org", " ada@EXAMPLE.org ", "ada@example.org"]) {
    for (let i = 0; i < 4; i += 1) limits.begin({ account, address: `198.51.100.${i}` });
  }
  expect(limits.isLocked("ada@example.org")).toBe(true);
  limits.clear("ADA@example.org");
  expect(limits.isLocked("ada@example.org")).toBe(false);
});

test("addresses of one network of IPv6 are one, and IPv4 is itself in either spelling", () => {
  expect(addressBucket("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
  expect(addressBucket("2001:0DB8:1:2::9")).toBe("2001:db8:1:2::/64");
  expect(addressBucket("::1")).toBe("0:0:0:0::/64");
  expect(addressBucket("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
  expect(addressBucket("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(addressBucket("192.0.2.1")).toBe("192.0.2.1");
});
