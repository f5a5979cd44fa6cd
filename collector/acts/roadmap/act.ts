import { ACT_FORMS, type RoadmapAct, readAnswers, type Written } from "@tiltmeter/rules";
import type { Transact } from "../transact.ts";
import { acknowledge, approve } from "./approve.ts";
import { assess } from "./assess.ts";
import { attest, withdrawAttestation } from "./attest.ts";
import type { Roadmap, RoadmapEntry } from "./entries.ts";
import { planCalibration, recordCalibration, recordDrill } from "./oversight.ts";
import { type Acting, type Planned, type Refused, type RoadmapSources, refused } from "./plan.ts";
import { decide, finishAction, holdReview } from "./review.ts";
import { sample } from "./sample.ts";

/** What became of an act, and the id of what it made or changed. */
export type RoadmapAnswer = { readonly kind: "done"; readonly id: string } | Refused;

interface State {
  readonly roadmap: Roadmap;
}

/**
 * Does what a form asks for: its answers are checked, what it needs is looked up, and one entry is decided
 * over the state that it is appended to, so of two people one wins.
 */
export async function actOnRoadmap(
  of: { readonly act: RoadmapAct; readonly written: Written; readonly by: string },
  sources: RoadmapSources,
  ledger: {
    readonly roadmap: () => Roadmap;
    readonly transact: Transact<State, RoadmapEntry>;
  },
): Promise<RoadmapAnswer> {
  const form = ACT_FORMS[of.act];
  const read = readAnswers(form, of.written);
  if (read.kind === "wrong") {
    const [first] = Object.entries(read.fields);
    return refused(`${first?.[0] ?? "the form"}: ${first?.[1] ?? "is wrong"}`, read.fields);
  }
  const acting = { values: read.values, by: of.by, atMs: sources.nowMs() };
  const planned = await plan(of.act, acting, sources, ledger.roadmap());
  if (planned.kind === "refused") return planned;
  return ledger.transact<RoadmapAnswer>(({ roadmap }) => {
    const decided = planned.decide(roadmap);
    if ("kind" in decided) return { entries: [], result: decided };
    return { entries: [decided.entry], result: { kind: "done", id: decided.id } };
  });
}

function plan(
  act: RoadmapAct,
  acting: Acting,
  of: RoadmapSources,
  roadmap: Roadmap,
): Planned | Refused | Promise<Planned | Refused> {
  switch (act) {
    case "approve":
      return approve(acting, of, roadmap.approval_given);
    case "acknowledge":
      return acknowledge(acting, of);
    case "attest":
      return attest(acting, of);
    case "withdraw_attestation":
      return withdrawAttestation(acting);
    case "assess":
      return assess(acting, of);
    case "plan_calibration":
      return planCalibration(acting, of);
    case "record_calibration":
      return recordCalibration(acting, of);
    case "record_drill":
      return recordDrill(acting, of);
    case "hold_review":
      return holdReview(acting, of);
    case "decide":
      return decide(acting, of);
    case "finish_action":
      return finishAction(acting);
    case "draw_sample":
      return sample(acting, of);
  }
}
