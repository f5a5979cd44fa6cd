import fc from "fast-check";
import { readControls } from "tiltmeter/reads/controls";
import { controlsWithin } from "tiltmeter/reads/controls-within";
import { expect, test } from "vitest";
import { parsed } from "../acts/roadmap/world.ts";

const item = (id: string): string =>
  `  - { id: ${id}, title: t, requirement: r, severity: low, measure: error_rate, by: [system], window: 1h, every: 1h, limit: { max: 5% } }`;
const controls = parsed(`version: 1\nset: s\nowner: o\ncontrols:\n${item("a")}\n${item("b")}\n`);
const instances = fc.array(
  fc.record({
    control: fc.constantFrom("a", "b", "gone"),
    labels: fc.record({ system: fc.constantFrom("s1", "s2", "s3") }),
    state: fc.constant({ phase: "ok" } as const),
    verdict: fc.constant({ kind: "no_data", reason: "r" } as const),
    windowStartMs: fc.nat(),
    windowEndMs: fc.nat(),
  }),
);
const words = { due: () => "now", changed: () => null };

test("each control has its own instances of the state that is asked for, in whatever order states are", () => {
  fc.assert(
    fc.property(
      fc.array(instances, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat({ max: 3 }), { maxLength: 8 }),
      fc.subarray(["s1", "s2", "s3"]),
      (states, asked, within) => {
        for (const at of asked) {
          const status = states[at % states.length] ?? [];
          const all = readControls(controls, status, words);
          const own = controlsWithin(all, new Set(within));
          for (const [i, { id, instances: found }] of all.entries()) {
            const expected = status.filter(({ control }) => control === id);
            expect(found).toEqual(expected);
            expect(own[i]?.instances).toEqual(
              expected.filter(({ labels }) => within.includes(labels.system)),
            );
          }
        }
      },
    ),
  );
});
