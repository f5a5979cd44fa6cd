import { about } from "./about.ts";
import { csv } from "./csv.ts";
import { iso } from "./instant.ts";
import type { Material } from "./material.ts";
import { type Member, reading, statement } from "./member.ts";

type Clause = Material["coverage"]["frameworks"][number]["clauses"][number];

/** How a clause is evidenced in the period. */
export type Evidenced = "telemetry" | "attestation" | "not_at_all";

/** By a pass or a breach of a control in the period; for people to attest; or neither. */
export function evidencedBy(clause: Clause): Evidenced {
  const judged = clause.controls.some(
    ({ fit, lastConclusiveMs, status }) =>
      status !== "shadow" && fit !== "none" && lastConclusiveMs !== null,
  );
  if (judged) return "telemetry";
  return clause.fit === "none" ? "attestation" : "not_at_all";
}

/** `03-controls`: every version of every control that was in force, and which clauses they evidence. */
export function controlMembers(of: Material): readonly Member[] {
  const clauses = of.coverage.frameworks.flatMap((framework) =>
    framework.clauses.map((clause) => ({ framework: framework.id, clause })),
  );
  const counted = (how: Evidenced): number =>
    clauses.filter(({ clause }) => evidencedBy(clause) === how).length;
  const texts = new Map(
    of.controls.flatMap(({ id, revision, text }) =>
      text === null ? [] : [[`${id} ${revision}`, { id, revision, text }] as const],
    ),
  );
  return [
    about(
      "03-controls",
      "Controls as in force over the period, and the clauses they evidence",
      of,
      {
        holds: [
          "`versions.csv` and `versions.json`: each revision of each control that was in force at some time of the period, from when to when, by whom",
          "`text/`: the canonical text of each of these revisions",
          "`coverage.csv`: each clause of each framework that a control cites: evidenced by telemetry, by attestation, or not at all; with how sure the mapping is",
          "`applicability.json`: the statement of applicability as it stood at the end of the period; `risks.json`: risks with their observed likelihood, and those that nothing measures",
          "the same mapping as OSCAL: `12-oscal/mapping.json`",
        ],
        figures: [
          ["controls", new Set(of.controls.map(({ id }) => id)).size],
          ["revisions in force in the period", of.controls.length],
          ["clauses evidenced by telemetry", counted("telemetry")],
          ["clauses for people to attest", counted("attestation")],
          ["clauses not evidenced at all", counted("not_at_all")],
        ],
        notCovered: [
          "A clause that is evidenced is not thereby fulfilled: a breach is evidence, too, that monitoring works.",
          "Frameworks that no control cites are not listed; numbers and titles were compared with public lists, and no text of a standard was read. Confidence says how many lists agreed.",
          "Coverage is that of the controls in force when the package was made, with their evaluations of the period.",
          ...(texts.size < of.controls.length && of.controls.some(({ text }) => text === null)
            ? (["The text of some revisions was not kept; their ids are listed."] as const)
            : []),
        ],
      },
    ),
    reading(
      "03-controls/versions.csv",
      csv(
        [
          "control",
          "revision",
          "from",
          "to",
          "by",
          "file",
          "status",
          "severity",
          "title",
          "requirement",
          "measure",
          "every_s",
          "window_s",
        ],
        of.controls.map(({ id, revision, fromMs, toMs, by, file, said }) => [
          id,
          revision,
          iso(fromMs),
          toMs === null ? null : iso(toMs),
          by,
          file,
          said?.status ?? null,
          said?.severity ?? null,
          said?.title ?? null,
          said?.requirement ?? null,
          said?.measure ?? null,
          said === null ? null : said.everyMs / 1000,
          said === null ? null : said.windowMs / 1000,
        ]),
      ),
    ),
    statement(
      "03-controls/versions.json",
      of.controls.map(({ text: _, ...control }) => control),
    ),
    reading(
      "03-controls/coverage.csv",
      csv(
        [
          "framework",
          "clause",
          "title",
          "evidenced_by",
          "fit",
          "confidence",
          "verified_on",
          "records",
          "controls",
          "last_verdict",
        ],
        clauses.map(({ framework, clause }) => [
          framework,
          clause.id,
          clause.title,
          evidencedBy(clause),
          clause.fit,
          clause.confidence,
          clause.verifiedOn,
          clause.records,
          clause.controls.map(({ id }) => id).join("; "),
          clause.controls
            .map(({ lastConclusiveMs }) => lastConclusiveMs)
            .reduce<string | null>(
              (last, ms) => (ms === null ? last : last === null || iso(ms) > last ? iso(ms) : last),
              null,
            ),
        ]),
      ),
    ),
    statement("03-controls/coverage.json", of.coverage),
    statement("03-controls/applicability.json", of.roadmap.applicability),
    statement("03-controls/risks.json", of.roadmap.risks),
    ...[...texts.values()].map(({ id, revision, text }) =>
      reading(`03-controls/text/${fileName(id)}-${revision.slice(0, 12)}.json`, `${text}\n`),
    ),
  ];
}

/** As a part of a path on every system; ids of controls hold little else. */
export function fileName(id: string): string {
  const name = id.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^[^A-Za-z0-9]+|[._]+$/g, "");
  return name === "" ? "unnamed" : name.slice(0, 60);
}
