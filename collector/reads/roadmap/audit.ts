import type { Reads } from "@tiltmeter/dashboards";
import { approvalOf, recordAt } from "@tiltmeter/rules";
import { limitWords } from "./limit-words.ts";
import type { RoadmapSources } from "./sources.ts";

type AuditState = Awaited<ReturnType<Reads["roadmap"]["auditState"]>>;

/**
 * The management system as it stood at an instant: what was in force, who answered, what was open. Of the
 * records the newest `recordsMax`; absent: all of them.
 */
export async function readAuditState(
  atMs: number,
  of: RoadmapSources,
  recordsMax?: number,
): Promise<AuditState> {
  const { state, asOf } = await of.stateAt(atMs);
  const approvals = state.roadmap.approval_given;
  const governance = await of.governanceDocument(
    state.roadmap.governance_loaded.at(-1)?.document ?? null,
  );
  const approvedMs = (subject: "control" | "policy", id: string, version: string): number | null =>
    approvalOf({ subject, id, version }, approvals, []).approvedMs;
  return {
    atMs,
    asOf,
    controls: (await of.controlsAt(atMs)).map(({ id, revision, control }) => ({
      ...{ id, revision },
      title: control?.title ?? null,
      owner: control?.owner ?? null,
      status: control?.status ?? null,
      limit: control === null ? null : limitWords(control),
      approvedMs: approvedMs("control", id, revision),
    })),
    systems: [...state.systems.values()].map(
      ({ id, status, owner, deputy, riskTier, oversightRole }) => ({
        ...{ id, status, owner, deputy, riskTier, oversightRole },
      }),
    ),
    policies: (governance?.policies ?? []).map(({ id, version, title }) => ({
      ...{ id, version, title },
      approvedMs: approvedMs("policy", id, String(version)),
    })),
    nonconformities: newest([...state.nonconformities.values()], recordsMax).map((record) => {
      // The fold has the record at the end of the instant; its state then is the state now.
      const at = recordAt(record, atMs + 1);
      return {
        id: record.id,
        system: record.system,
        control: record.control,
        title: record.controlTitle,
        severity: at?.severity ?? record.severity,
        state: at?.state ?? record.state,
        owner: record.owner,
        raisedMs: record.raisedMs,
      };
    }),
  };
}

function newest<T>(all: readonly T[], max: number | undefined): readonly T[] {
  return max === undefined ? all : all.slice(Math.max(0, all.length - max));
}
