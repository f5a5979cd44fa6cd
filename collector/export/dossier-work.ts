import { type CorrectiveAction, type Nonconformity, reviewedCount } from "@tiltmeter/rules";
import { type Block, type Section, text } from "./block.ts";
import { examination } from "./dossier-examination.ts";
import { moment, stamp } from "./instant.ts";
import type { RecordMaterial } from "./material.ts";

/** What people did about a record, in the order of its life. */
export function dossierWork(of: RecordMaterial): readonly Section[] {
  const { record } = of;
  return [
    fieldsSection("Impact", record, [
      ["assessment", "Is a requirement not fulfilled, and why?"],
      ["affected", "Who is affected, and how many?"],
      ["serious_incident", "Serious incident?"],
      ["aware_at", "Aware since"],
    ]),
    ...examination(of.record),
    correction(record),
    fieldsSection("Cause", record, [
      ["cause", "Cause"],
      ["method", "Method"],
      ["elsewhere", "Could it occur elsewhere?"],
    ]),
    actions(record),
    effectiveness(of),
    fieldsSection("Closure", record, [
      ["system_change", "Does the management system change?"],
      ["reference", "Reference"],
      ["until", "Risk accepted until"],
      ["accepted_by", "Risk accepted by"],
      ["merged_into", "Merged into"],
    ]),
    clocks(of),
    notifications(of),
  ];
}

/** What stopped the harm, and how far the decisions made meanwhile were looked at again. */
function correction(record: Nonconformity): Section {
  const said = fieldsSection("Correction", record, [
    ["correction", "Correction: what stopped the harm"],
    ["consequences", "Consequences dealt with"],
  ]);
  const { review } = record;
  if (review === undefined) return said;
  const decided = Object.entries(review.decided).map(
    ([how, count]) => `${count} ${how.replaceAll("_", " ")}`,
  );
  const words = `Of ${review.affected} decisions made meanwhile ${reviewedCount(review)} were reviewed: ${decided.join(", ")} (${moment(review.atMs)}).`;
  return { ...said, blocks: [...said.blocks, text(words)] };
}

function fieldsSection(
  title: string,
  record: Nonconformity,
  asked: readonly (readonly [field: string, label: string])[],
): Section {
  const rows = asked.flatMap(([field, label]): (readonly [string, string])[] => {
    const value = record.fields[field];
    return value === undefined ? [] : [[label, value]];
  });
  const blocks: Block[] =
    rows.length === 0
      ? [{ kind: "quiet", text: "Nothing recorded yet." }]
      : [{ kind: "facts", rows }];
  return { title, blocks };
}

function actions(record: Nonconformity): Section {
  const title = "Corrective actions";
  const planned = record.actions;
  if (planned.length > 0) {
    return {
      title,
      blocks: [
        {
          kind: "table",
          head: ["Action", "What", "Owner", "Due", "Standing and evidence"],
          widths: [0.1, 0.34, 0.16, 0.12, 0.28],
          rows: planned.map((action) => [
            `${action.id}, cycle ${action.cycle}`,
            action.change === null ? action.what : `${action.what}\nChange: ${action.change}`,
            action.owner,
            action.due,
            standing(action),
          ]),
        },
      ],
    };
  }
  return fieldsSection(title, record, [
    ["actions", "Actions"],
    ["action_owner", "Owner"],
  ]);
}

function standing({ done, dropped }: CorrectiveAction): string {
  if (dropped !== null) {
    return `dropped ${stamp(dropped.atMs)} by ${dropped.by}: ${dropped.text}`;
  }
  if (done !== null) return `done ${stamp(done.atMs)} by ${done.by}: ${done.evidence}`;
  return "open";
}

function effectiveness({ record }: RecordMaterial): Section {
  const fields = fieldsSection("Effectiveness", record, [
    ["criterion", "Criterion, fixed before the actions"],
    ["result", "Result"],
    ["reviewer", "Reviewer"],
  ]);
  const plans = (record.plans ?? []).map(({ cycle, plannedMs, statement }) =>
    text(`Planned ${moment(plannedMs)}, for cycle ${cycle}: ${statement}`),
  );
  const judgements = record.judgements ?? [];
  const judged: Block[] =
    judgements.length === 0
      ? [{ kind: "quiet", text: "Telemetry has not been asked, or has not answered yet." }]
      : [
          {
            kind: "table",
            head: ["Judged (UTC)", "Cycle", "Result", "Why", "Windows passed, breached, open"],
            widths: [0.17, 0.08, 0.17, 0.38, 0.2],
            rows: judgements.map((each) => [
              stamp(each.judgedMs),
              String(each.cycle),
              each.result.replaceAll("_", " "),
              each.reasons.map((reason) => reason.text).join("\n"),
              `${each.windows.passed}, ${each.windows.breached}, ${each.windows.open} of ${each.windows.scheduled}`,
            ]),
          },
        ];
  const refuted: Block[] =
    record.refutedBy === null
      ? []
      : [text(`Refuted by ${record.refutedBy}: the matter came back.`)];
  return { title: "Effectiveness", blocks: [...fields.blocks, ...plans, ...judged, ...refuted] };
}

function clocks({ clocks: all }: RecordMaterial): Section {
  const blocks: Block[] =
    all.length === 0
      ? [{ kind: "quiet", text: "No clock runs or ran." }]
      : [
          {
            kind: "table",
            head: ["Clock", "Began (UTC)", "Due (UTC)", "Standing", "Source"],
            widths: [0.2, 0.18, 0.18, 0.2, 0.24],
            rows: all.map((clock) => [
              clock.title,
              stamp(clock.startMs),
              stamp(clock.dueMs),
              clock.metMs === null
                ? clock.standing.replaceAll("_", " ")
                : `${clock.standing.replaceAll("_", " ")} ${stamp(clock.metMs)}`,
              clock.source,
            ]),
          },
          ...all.flatMap(({ source, words }): readonly Block[] =>
            words === null ? [] : [text(`${source}: ${words}`)],
          ),
        ];
  return { title: "Clocks", blocks };
}

function notifications({ deliveries }: RecordMaterial): Section {
  const blocks: Block[] =
    deliveries.length === 0
      ? [{ kind: "quiet", text: "No channel was told of this record." }]
      : [
          {
            kind: "table",
            head: ["When (UTC)", "Channel", "Attempt", "Outcome"],
            widths: [0.3, 0.34, 0.12, 0.24],
            rows: deliveries.map((each) => [
              stamp(each.atMs),
              each.channel,
              String(each.attempt),
              each.outcome,
            ]),
          },
        ];
  return { title: "Notifications", blocks };
}
