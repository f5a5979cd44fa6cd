import type { ActAnswer, PageActs } from "@tiltmeter/dashboards";
import {
  decideAction,
  decideEdit,
  decideReport,
  decideSuspension,
  foldStep,
  type Nonconformity,
  type RecordEvent,
  type Refused,
  reportedRecord,
  transition,
} from "@tiltmeter/rules";
import { fixtureDirective } from "./fixture-directive.ts";
import { dutyActs } from "./fixture-duties.ts";
import { fixtureRoadmap } from "./fixture-roadmap.ts";
import { NOW } from "./fixture-world.ts";

/** Acts on records in memory by the real rules of transition. */
export function actsOn(records: Nonconformity[]): PageActs {
  const at = (id: string): number => records.findIndex((record) => record.id === id);
  const settle = (
    id: string,
    decide: (
      record: Nonconformity,
    ) => Refused | { readonly event: RecordEvent; readonly record: Nonconformity },
  ): ActAnswer => {
    const record = records[at(id)];
    if (record === undefined) return { kind: "refused", reason: "there is none", fields: {} };
    const decided = decide(record);
    if ("event" in decided) {
      records[at(id)] = decided.record;
      return { kind: "done" };
    }
    const { code, reason, fields } = decided;
    if (code === "outdated") return { kind: "outdated", since: record.steps.slice(-1) };
    return code === "forbidden" ? { kind: code, reason } : { kind: "refused", reason, fields };
  };
  return {
    ...dutyActs(records),
    transition: async (of) => {
      const into = records[at(of.fields["merged_into"] ?? "")];
      const command = { ...of, ...(into === undefined ? {} : { into }) };
      return settle(of.id, (record) => transition(record, command, NOW));
    },
    actOnAction: async (of) => settle(of.id, (record) => decideAction(record, of, NOW)),
    editRecord: async (of) => settle(of.id, (record) => decideEdit(record, of, NOW)),
    report: async (of) => {
      const decided = decideReport(of, { number: 90, nowMs: NOW, before: null });
      if (decided.kind === "refused") return decided;
      const raised = reportedRecord(decided.report);
      records.push(raised);
      return { kind: "raised", id: raised.id };
    },
    comment: async ({ id, text, by }) => {
      const record = records[at(id)];
      if (record === undefined) return { kind: "refused", reason: "there is none", fields: {} };
      records[at(id)] = foldStep(record, { type: "nonconformity_commented", atMs: NOW, by, text });
      return { kind: "done" };
    },
    roadmap: fixtureRoadmap.act,
    reviewDecisions: async ({ which }) =>
      which.kind === "named" && which.ids.length === 0
        ? { kind: "refused", reason: "no decision was chosen" }
        : { kind: "done", count: which.kind === "named" ? which.ids.length : 812 },
    decideOnSystem: async ({ system, ...command }) => {
      const decision = decideSuspension(fixtureDirective(system), system, command, NOW);
      if (decision.kind === "decided") return { kind: "done" };
      if (decision.code === "outdated") return { kind: "outdated" };
      return { kind: "refused", reason: decision.reason, fields: decision.fields };
    },
  };
}
