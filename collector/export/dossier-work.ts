import type { CorrectiveAction, Nonconformity } from "@tiltmeter/rules";
import { type Block, type Section, text } from "./block.ts";
import { iso, moment } from "./instant.ts";
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
    ...examination(of),
    fieldsSection("Correction", record, [
      ["correction", "Correction: what stopped the harm"],
      ["consequences", "Consequences dealt with"],
    ]),
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
    return `dropped ${iso(dropped.atMs)} by ${dropped.by}: ${dropped.text}`;
  }
  if (done !== null) return `done ${iso(done.atMs)} by ${done.by}: ${done.evidence}`;
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
              iso(each.judgedMs),
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

/** What the machine found out about the record by looking, last. */
function examination({ record }: RecordMaterial): readonly Section[] {
  if (record.examination === undefined) return [];
  const { examinedMs, document, ...rest } = record.examination;
  return [
    {
      title: "What the machine found out",
      blocks: [
        {
          kind: "facts",
          rows: [
            ["examined", moment(examinedMs)],
            ...flattened(rest, ""),
            ["the whole, by its SHA-256", document],
          ],
        },
      ],
    },
  ];
}

/** Nested data as pairs: `examination.decisions.predictions` and its value. */
function flattened(value: object, path: string): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([name, of]): readonly (readonly [string, string])[] => {
    const full = path === "" ? name : `${path} › ${name}`;
    if (of === null || of === undefined) return [];
    if (Array.isArray(of) && of.every((each) => typeof each !== "object")) {
      return of.length === 0 ? [] : [[inWords(full), of.map(String).join("; ")]];
    }
    if (typeof of === "object") return flattened(of, full);
    if (typeof of === "number" && name.endsWith("Ms") && of > EPOCH_LIKE_MS) {
      return [[inWords(full.slice(0, -2)), moment(of)]];
    }
    return [[inWords(full), String(of)]];
  });
}

/** Numbers of milliseconds beyond 1990 are instants; shorter ones are durations. */
const EPOCH_LIKE_MS = 631_152_000_000;

function inWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

function clocks({ clocks: all }: RecordMaterial): Section {
  const blocks: Block[] =
    all.length === 0
      ? [{ kind: "quiet", text: "No clock runs or ran." }]
      : [
          {
            kind: "table",
            head: ["Clock", "Began", "Due", "Standing", "Source"],
            widths: [0.26, 0.16, 0.16, 0.18, 0.24],
            rows: all.map((clock) => [
              clock.title,
              iso(clock.startMs),
              iso(clock.dueMs),
              clock.metMs === null
                ? clock.standing.replaceAll("_", " ")
                : `${clock.standing.replaceAll("_", " ")} ${iso(clock.metMs)}`,
              clock.source,
            ]),
          },
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
              iso(each.atMs),
              each.channel,
              String(each.attempt),
              each.outcome,
            ]),
          },
        ];
  return { title: "Notifications", blocks };
}
