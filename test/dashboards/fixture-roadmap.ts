import type { PageActs, Reads } from "@tiltmeter/dashboards";
import { citationsBeside, indexClauses } from "@tiltmeter/rules";
import { loadFrameworks, loadReferences } from "tiltmeter/wiring/shipped";
import { roadmapWorld } from "../collector/acts/roadmap/world.ts";

const frameworks = await loadFrameworks();
const references = await loadReferences(frameworks);
const fail = (): never => {
  throw new Error("the store does not answer: connection refused");
};
const failLater = async (): Promise<never> => fail();

/** The records of the roadmap, with something of everything in them. */
export async function busyRoadmap(): Promise<{
  readonly reads: Reads["roadmap"];
  readonly act: PageActs["roadmap"];
}> {
  const world = roadmapWorld({ frameworks });
  await world.ledger.transact(() => ({
    entries: [
      {
        ...{ type: "governance_loaded", atMs: world.clock.nowMs - 1000, by: "tiltmeter" },
        ...{ file: "governance.yaml", document: "d".repeat(64) },
        changes: { added: 12, changed: 0, removed: 0 },
        changed: [{ list: "policies", id: "POL-AI-04", change: "added", fields: [] }],
      },
    ],
    result: undefined,
  }));
  const [accuracy] = world.controls.inForce;
  await world.act("approve", {
    ...{ subject: "control", id: "accuracy", version: accuracy?.revision ?? "" },
    rationale: "what the business can bear",
  });
  await world.act("acknowledge", { policy: "POL-AI-04", version: "2" });
  await world.act("attest", {
    ...{ framework: "iso42001", clause: "5.1", expires: "2027-11-01" },
    ...{ statement: "the board endorsed the policy", evidence: "minutes of 2026-10-01" },
  });
  await world.act("plan_calibration", {
    ...{ system: "credit", role: "credit-reviewer", items: "4", errors: "2" },
    ...{ from: "2026-11-01", until: "2026-11-30", plan: "two swapped labels" },
  });
  await world.act("record_calibration", {
    id: "CAL-2026-0001",
    results:
      "reviewer,item,error,flagged\np-anna,1,yes,yes\np-anna,2,yes,no\np-anna,3,no,no\np-anna,4,no,yes",
  });
  await world.act("record_drill", {
    ...{ system: "credit", held: "2026-11-20T10:00Z", role: "on-call", outcome: "stopped" },
    ...{ seconds: "40", notes: "the link was hard to find" },
  });
  await world.act("hold_review", {
    ...{ from: "2026-08-01", to: "2026-11-01", summary: "the limit for high risk is too loose" },
  });
  await world.act("decide", {
    ...{ review: "MR-2026-0001", input: "d1", decision: "one more reviewer", owner: "Mara Lind" },
    due: "2027-01-31",
  });
  await world.act("draw_sample", {
    ...{ of: "evaluations", count: "2", from: "2026-11-01", to: "2026-12-01", seed: "lottery 49" },
  });
  await world.act("assess", {
    ...{ system: "credit", conclusion: "as before", evidence: "DMS 4711" },
    ...{ "likelihood.R-01": "4", "severity.R-01": "4" },
  });
  return {
    reads: {
      ...world.reads,
      references: () => references,
      citationsBeside: (clauses) => citationsBeside(clauses, references, indexClauses(frameworks)),
    },
    act: ({ act, written, by }) => world.act(act, written, by),
  };
}

/** The ledger is there, and says nothing yet; what the store knows is away. */
export const failingRoadmap: Reads["roadmap"] = {
  chain: failLater,
  risks: failLater,
  suppliers: failLater,
  oversight: failLater,
  applicability: failLater,
  attestations: fail,
  references: fail,
  citationsBeside: fail,
  reviewPack: failLater,
  reviews: fail,
  heldPack: failLater,
  auditState: failLater,
  samples: fail,
  workpaper: failLater,
};

export const fixtureRoadmap: Awaited<ReturnType<typeof busyRoadmap>> = await busyRoadmap();
/** Nothing was laid down, and nobody did anything. */
export const emptyRoadmap: Reads["roadmap"] = (() => {
  const world = roadmapWorld({ frameworks });
  world.governance.inForce = null;
  return world.reads;
})();
