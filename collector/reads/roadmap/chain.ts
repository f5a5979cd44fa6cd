import type { Reads } from "@tiltmeter/dashboards";
import {
  type ChainControl,
  type Control,
  formatInstant,
  lastApproved,
  NO_GOVERNANCE,
  traceability,
} from "@tiltmeter/rules";
import { limitWords } from "./limit-words.ts";
import type { RoadmapSources } from "./sources.ts";

type Chain = Awaited<ReturnType<Reads["roadmap"]["chain"]>>;

/** From policies to limits, with what people approved and read. */
export async function readChain(of: RoadmapSources): Promise<Chain> {
  const { roadmap } = of.state();
  const governance = of.governance() ?? NO_GOVERNANCE;
  const controls = await Promise.all(of.controls().map((control) => chainControl(control, of)));
  const approvals = roadmap.approval_given;
  return {
    laidDown: laidDown(of),
    chain: traceability({
      ...{ governance, controls, approvals },
      today: formatInstant(of.nowMs()).slice(0, 10),
    }),
    approvals,
    acknowledged: governance.policies.map(({ id, version }) => {
      const own = roadmap.policy_acknowledged.filter(
        (each) => each.policy === id && each.version === version,
      );
      const people = new Set(own.map(({ by }) => by)).size;
      return { policy: id, version, people, lastMs: own.at(-1)?.atMs ?? null };
    }),
    backtested: of
      .controls()
      .filter(({ id, revision }) => of.backtested(id)?.revision === revision)
      .map(({ id }) => id),
  };
}

/** The governance file as it stands, and when it changed. */
function laidDown(of: RoadmapSources): Chain["laidDown"] {
  const { governance_loaded: loaded } = of.state().roadmap;
  const last = loaded.at(-1);
  return {
    file: last?.file ?? null,
    document: last?.document ?? null,
    loadedMs: last?.atMs ?? null,
    governance: of.governance() ?? NO_GOVERNANCE,
    history: loaded
      .map(({ atMs, document, changes, changed }) => ({ atMs, document, changes, changed }))
      .reverse(),
  };
}

async function chainControl(control: Control, of: RoadmapSources): Promise<ChainControl> {
  const { id, title, requirement, status, owner, revision } = control;
  const approved = lastApproved({ subject: "control", id }, of.state().roadmap.approval_given);
  return {
    ...{ id, title, requirement, status, owner, revision },
    limit: limitWords(control),
    weakened: approved === revision ? [] : await of.weakened(id, approved),
  };
}
