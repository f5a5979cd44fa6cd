import { iso } from "../instant.ts";
import type { Material, RecordMaterial } from "../material.ts";
import { systemUuid } from "./metadata.ts";
import { uuidOf } from "./uuid.ts";
import { line, list, type Oscal, props, prose } from "./values.ts";

export function riskUuid(of: Material, id: string): string {
  return uuidOf(of.origin, "risk", id);
}

export function recordObservationUuid(of: Material, id: string): string {
  return uuidOf(of.origin, "record-observation", id);
}

/** What each nonconformity rests on. */
export function recordObservations(of: Material): readonly Oscal[] {
  return of.records.map(({ record, entries }) => ({
    uuid: recordObservationUuid(of, record.id),
    title: line(record.id),
    description: prose(record.statement),
    methods: [record.control === null ? "EXAMINE" : "TEST"],
    types: ["finding"],
    ...(of.inventory.some(({ id }) => id === record.system)
      ? { subjects: [{ "subject-uuid": systemUuid(of, record.system), type: "component" }] }
      : {}),
    "relevant-evidence": [
      {
        href: `../05-nonconformities/${record.id}/dossier.json`,
        description: `The dossier; entries of the ledger: ${entries.map(({ index }) => index).join(", ") || "none"}.`,
      },
    ],
    collected: iso(record.raisedMs),
  }));
}

/** Each nonconformity as a risk, with its log and its remediations; people are left out. */
export function risks(of: Material): readonly Oscal[] {
  return of.records.map((material) => {
    const { record } = material;
    return {
      uuid: riskUuid(of, record.id),
      title: line(`${record.id}: ${record.controlTitle}`),
      description: prose(record.statement),
      statement: prose(record.requirement),
      ...list(
        "props",
        props({
          state: record.state,
          severity: record.severity,
          control: record.control,
          "serious-incident": record.fields["serious_incident"],
          "root-cause": record.fields["cause"],
          correction: record.fields["correction"],
          extent: record.fields["elsewhere"],
          effectiveness: record.judgements?.at(-1)?.result ?? record.fields["result"],
          "recurrence-of": record.recurrenceOf,
          evidence: record.evidence,
        }),
      ),
      status: STATUS[record.state] ?? "open",
      ...deadline(material),
      ...list("remediations", remediations(of, material)),
      "risk-log": {
        entries: record.steps.map((step, i) => ({
          uuid: uuidOf(riskUuid(of, record.id), "step", String(i)),
          title: line(step.kind === "moved" ? `${step.from} to ${step.to}` : step.kind),
          ...(step.text.trim() === "" ? {} : { description: prose(step.text) }),
          start: iso(step.atMs),
          end: iso(step.atMs),
          ...(step.to === null ? {} : { "status-change": STATUS[step.to] ?? "open" }),
        })),
      },
      "related-observations": [{ "observation-uuid": recordObservationUuid(of, record.id) }],
    };
  });
}

function remediations(of: Material, { record }: RecordMaterial): readonly Oscal[] {
  const risk = riskUuid(of, record.id);
  const planned = record.actions;
  if (planned.length > 0) {
    return planned
      .filter(({ dropped }) => dropped === null)
      .map((action) => ({
        uuid: uuidOf(risk, "action", action.id),
        lifecycle: action.done === null ? "planned" : "completed",
        title: line(action.id),
        description: prose(action.what),
        ...list("props", props({ due: action.due, change: action.change })),
      }));
  }
  const words = record.fields["actions"];
  if (words === undefined) return [];
  const isOver = ["verifying", "closing", "closed"].includes(record.state);
  return [
    {
      uuid: uuidOf(risk, "actions"),
      lifecycle: isOver ? "completed" : "planned",
      title: "Corrective actions",
      description: prose(words),
    },
  ];
}

/** The next time by which something is due. */
function deadline({ clocks }: RecordMaterial): Oscal {
  const open = clocks.filter(({ standing }) => standing !== "met" && standing !== "set_aside");
  return open.length === 0 ? {} : { deadline: iso(Math.min(...open.map(({ dueMs }) => dueMs))) };
}

/** An accepted risk is a deviation that was approved. */
const STATUS: Readonly<Record<string, string>> = {
  raised: "open",
  observation: "open",
  assessing: "investigating",
  containing: "investigating",
  analysing: "investigating",
  acting: "remediating",
  verifying: "remediating",
  closing: "remediating",
  accepted: "deviation-approved",
  closed: "closed",
  dismissed: "closed",
  merged: "closed",
  void: "closed",
};
