import fc from "fast-check";
import { expect, test } from "vitest";
import { RETENTION_CLASSES } from "../../../collector/retention/classes.ts";
import { boundsOf, groupsOf } from "../../../collector/retention/groups.ts";

const DAY_MS = 86_400_000;
const nowMs = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2060, 0, 1) });
const days = fc.integer({ min: 1, max: 4000 });
const names = RETENTION_CLASSES.map(({ name }) => name);
const system = fc.constantFrom<string>("credit", "triage", "claims");
const classDays = fc.dictionary(fc.constantFrom(...names), fc.option(days, { nil: null }));

test("nothing goes before its days are over, and what a seal of a day may span is left", () => {
  fc.assert(
    fc.property(nowMs, days, fc.constantFrom("day", "month"), (now, kept, goes) => {
      const { beforeMs, goneMs } = boundsOf({ goes }, kept, now);
      expect(beforeMs).toBe(now - kept * DAY_MS);
      const span = goes === "day" ? 3_600_000 : DAY_MS;
      expect(goneMs).toBeLessThanOrEqual(beforeMs - span);
      // Nor does it stay for ever: a day and some hours, or the month that it came in.
      expect(goneMs).toBeGreaterThan(beforeMs - (goes === "day" ? 2 / 24 : 32.1) * DAY_MS);
      if (goes === "month") expect(new Date(goneMs).getUTCDate()).toBe(1);
    }),
  );
});

test("what is held is in no group, and every other row of a class is in at most one", () => {
  fc.assert(
    fc.property(
      classDays,
      fc.dictionary(system, classDays),
      fc.uniqueArray(system),
      nowMs,
      (all, systems, held, now) => {
        const groups = groupsOf({ days: all, systems }, held, now);
        for (const name of names) {
          for (const each of ["credit", "triage", "claims", "unheard-of"]) {
            const mine = groups.filter(
              ({ of, system: only, except }) =>
                of.name === name && (only === null ? !except.includes(each) : only === each),
            );
            const own = systems[each]?.[name];
            const wanted = own === undefined ? (all[name] ?? null) : own;
            const isKept = wanted === null || held.includes(each);
            expect(mine.map((group) => group.days)).toEqual(isKept ? [] : [wanted]);
          }
        }
      },
    ),
  );
});
