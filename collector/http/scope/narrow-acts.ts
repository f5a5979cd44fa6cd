import type { RoadmapAct } from "@tiltmeter/rules";
import type { ApiActs } from "../acts.ts";
import type { ApiReads } from "../reads.ts";
import { missing } from "../refusal.ts";
import { byRules, type Rules } from "./rules.ts";
import { ofTheWhole, type Scope } from "./scope.ts";

/** What acts are narrowed by: what the actor may see, and reads that are narrowed to it. */
interface Reach {
  readonly scope: Scope;
  readonly reads: Pick<ApiReads, "holds" | "baselines" | "roadmap">;
}

/**
 * The acts as somebody has them who may see some systems alone. An act on what the actor does not see is
 * answered as one on what is not there; acts for the whole organisation are refused.
 */
export function narrowActs(acts: ApiActs, reach: Reach): ApiActs {
  return byRules(acts, RULES, reach);
}

const RULES: Rules<ApiActs, Reach> = {
  transition:
    (act, { scope }) =>
    async (of) => {
      checkRecord(of.id, scope);
      const into = of.fields["merged_into"];
      if (into === undefined || scope.sees(into)) return act(of);
      const rule = "must be a record that exists";
      return refusedField(`to be merged, merged_into ${rule}`, "merged_into", rule);
    },
  comment: onRecord,
  actOnAction: onRecord,
  editRecord: onRecord,
  reviewDecisions: onRecord,
  stateIncident: onDutiesOf,
  recordReport: onDutiesOf,
  setClockAside: onDutiesOf,
  report:
    (act, { scope }) =>
    async (of) => {
      const system = of.fields["system"] ?? "";
      if (!scope.has(system)) return outside("system", scope);
      if (of.concern !== null && !scope.has(of.concern.system)) return outside("concern", scope);
      return act(of);
    },
  decideOnSystem:
    (act, { scope }) =>
    async (of) => {
      checkSystem(of.system, scope);
      return act(of);
    },
  placeHold:
    (act, { scope }) =>
    async (of) => {
      checkSystem(of.system, scope);
      if (of.record !== null) checkRecord(of.record, scope);
      return act(of);
    },
  releaseHold:
    (act, { reads }) =>
    async (of) => {
      const isSeen = (await reads.holds()).some(({ id }) => id === of.hold);
      if (!isSeen) throw missing("hold", of.hold);
      return act(of);
    },
  createBaseline:
    (act, { scope }) =>
    async (of) => {
      if (!scope.has(of.system)) return outside("system", scope);
      return act(of);
    },
  approveBaseline:
    (act, { reads }) =>
    async (of) => {
      const isSeen = (await reads.baselines()).some(({ digest }) => digest === of.digest);
      if (!isSeen) throw missing("baseline", of.digest);
      return act(of);
    },
  roadmap: (act, reach) => async (of) => {
    switch (ROADMAP_REACH[of.act]) {
      case "whole":
        throw ofTheWhole(reach.scope.systems);
      case "system":
        if (!reach.scope.has(of.written["system"] ?? "")) return outside("system", reach.scope);
        return act(of);
      case "calibration": {
        const id = of.written["id"] ?? "";
        const { calibrations } = await reach.reads.roadmap.oversight({ fromMs: 0, toMs: 1 });
        if (calibrations.some((each) => each.id === id)) return act(of);
        return refusedField(`there is no exercise ${id}`, "id", "does not exist");
      }
    }
  },
};

/** What an act of the roadmap is about: a system that it names, an exercise of one, or the organisation. */
const ROADMAP_REACH: Readonly<Record<RoadmapAct, "whole" | "system" | "calibration">> = {
  approve: "whole",
  acknowledge: "whole",
  assess: "system",
  plan_calibration: "system",
  record_calibration: "calibration",
  record_drill: "system",
  attest: "whole",
  withdraw_attestation: "whole",
  hold_review: "whole",
  decide: "whole",
  finish_action: "whole",
  draw_sample: "whole",
};

function checkRecord(id: string, scope: Scope): void {
  if (!scope.sees(id)) throw missing("nonconformity", id);
}

function checkSystem(id: string, scope: Scope): void {
  if (!scope.has(id)) throw missing("system", id);
}

function onRecord<Act extends { readonly id: string }, Answer>(
  act: (of: Act) => Promise<Answer>,
  { scope }: Reach,
): (of: Act) => Promise<Answer> {
  return async (of) => {
    checkRecord(of.id, scope);
    return act(of);
  };
}

function onDutiesOf<Act extends { readonly record: string }, Answer>(
  act: (of: Act) => Promise<Answer>,
  { scope }: Reach,
): (of: Act) => Promise<Answer> {
  return async (of) => {
    checkRecord(of.record, scope);
    return act(of);
  };
}

/** A form that names another system, or none: said in the same words, whether there is such a system or not. */
function outside(field: string, scope: Scope): ReturnType<typeof refusedField> {
  const rule = `must be of one of your systems: ${scope.systems.join(", ")}`;
  return refusedField(`${field} ${rule}`, field, rule);
}

function refusedField(reason: string, field: string, rule: string) {
  return { kind: "refused" as const, reason, fields: { [field]: rule } };
}
