import type { PageActs } from "@tiltmeter/dashboards";
import { decideSuspension, foldStep, type Nonconformity, transition } from "@tiltmeter/rules";
import { fixtureDirective } from "./fixture-directive.ts";
import { NOW } from "./fixture-world.ts";

/** Acts on records in memory by the real rules of transition. */
export function actsOn(records: Nonconformity[]): PageActs {
  const at = (id: string): number => records.findIndex((record) => record.id === id);
  return {
    transition: async (of) => {
      const record = records[at(of.id)];
      if (record === undefined) return { kind: "refused", reason: "there is none", fields: {} };
      const moved = transition(record, of, NOW);
      if (moved.kind === "moved") {
        records[at(of.id)] = moved.record;
        return { kind: "done" };
      }
      if (moved.code === "outdated") return { kind: "outdated" };
      return { kind: "refused", reason: moved.reason, fields: moved.fields };
    },
    comment: async ({ id, text, by }) => {
      const record = records[at(id)];
      if (record === undefined) return { kind: "refused", reason: "there is none", fields: {} };
      records[at(id)] = foldStep(record, { type: "nonconformity_commented", atMs: NOW, by, text });
      return { kind: "done" };
    },
    decideOnSystem: async ({ system, ...command }) => {
      const decision = decideSuspension(fixtureDirective(system), system, command, NOW);
      if (decision.kind === "decided") return { kind: "done" };
      if (decision.code === "outdated") return { kind: "outdated" };
      return { kind: "refused", reason: decision.reason, fields: decision.fields };
    },
  };
}
