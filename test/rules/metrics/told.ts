import {
  collectEvidence,
  type EvidenceGroup,
  type EvidenceKind,
  type EvidenceRecord,
} from "../../../rules/index.ts";

/** One prediction and what became of it; what is not given is not known. */
export interface Told {
  readonly label?: string;
  readonly score?: number;
  readonly value?: number;
  readonly task?: string;
  readonly truth?: { readonly label?: string; readonly value?: number };
}

/** One group of evidence from rows, counted by the reference store. */
export function told(kind: EvidenceKind, rows: readonly Told[]): EvidenceGroup {
  const origin = { system: "s", environment: "" };
  const records = rows.flatMap(({ truth, ...row }, i): EvidenceRecord[] => [
    {
      origin,
      statement: {
        kind: "prediction",
        id: `p${i}`,
        timeMs: 0,
        model: { version: "1" },
        task: row.task ?? "",
        label: row.label ?? "",
        score: row.score ?? null,
        value: row.value ?? null,
        latency: null,
        status: "ok",
        numericFeatures: {},
        categoricalFeatures: {},
        segment: {},
      },
    },
    ...(truth === undefined
      ? []
      : [
          {
            origin,
            statement: {
              kind: "outcome",
              id: `p${i}`,
              timeMs: 1,
              label: truth.label ?? "",
              value: truth.value ?? null,
            },
          } as const,
        ]),
  ]);
  const [found] = collectEvidence({ kind, by: ["system"], fromMs: 0, toMs: 10 }, records);
  if (found === undefined) throw new Error("no row, no group");
  return found;
}
