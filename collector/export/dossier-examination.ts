import type { Examination, Nonconformity } from "@tiltmeter/rules";
import { type Block, type Section, text } from "./block.ts";
import { moment, stamp } from "./instant.ts";

/** What the machine found out about a record by looking, last. */
export function examination({ examination: of }: Nonconformity): readonly Section[] {
  if (of === undefined) return [];
  return [
    {
      title: "What the machine found out",
      blocks: [
        text(`${decisions(of)} Examined ${moment(of.examinedMs)}.`),
        ...table(
          "Where it comes from",
          ["Segment or feature", "Sample", "Measured", "Share of the whole"],
          [0.4, 0.18, 0.2, 0.22],
          (of.contributions ?? []).map(({ name, value, n, measured, share }) => [
            value === "" ? name : `${name} ${value}`,
            String(n),
            String(Number(measured.toPrecision(4))),
            share === null ? "not additive" : `${(100 * share).toFixed(1)} %`,
          ]),
        ),
        ...table(
          "What changed in the seven days before",
          ["When (UTC)", "Kind", "What"],
          [0.2, 0.2, 0.6],
          (of.changes?.first ?? []).map(({ atMs, kind, what }) => [
            stamp(atMs),
            kind.replaceAll("_", " "),
            what,
          ]),
        ),
        ...table(
          "What was done since the first breach, as far as telemetry knows",
          ["When (UTC)", "Kind", "What"],
          [0.2, 0.2, 0.6],
          (of.since?.first ?? []).map(({ atMs, kind, what }) => [
            stamp(atMs),
            kind.replaceAll("_", " "),
            what,
          ]),
        ),
        ...containment(of),
        ...table(
          "Where else it could occur",
          ["System", "Shares"],
          [0.3, 0.7],
          (of.elsewhere?.first ?? []).map(({ system, shares }) => [system, shares.join("; ")]),
        ),
        ...table(
          "Open records that are alike",
          ["Record", "Why"],
          [0.3, 0.7],
          (of.similar?.first ?? []).map(({ id, why }) => [id, why]),
        ),
        ...of.unknown.map(({ what, why }) => text(`Not found out: ${what}, since ${why}.`)),
        { kind: "facts", rows: [["SHA-256 of the whole", of.document]] },
      ],
    },
  ];
}

function decisions({ decisions: of }: Examination): string {
  if (of === null) return "How many decisions were affected was not found out.";
  const people = of.subjects === null ? "" : `, about ${of.subjects} persons`;
  return `${of.predictions} decisions from ${moment(of.fromMs)} to ${moment(of.toMs)}${people}; of them ${of.outcomes} with a known truth and ${of.reviews} reviewed by people. ${of.method}`;
}

/** The last suspension since the first breach, and what came in all the same. */
function containment({ containment: of }: Examination): readonly Block[] {
  if (of === null || of === undefined) return [];
  const until = of.endedMs === null ? "and still is" : `until ${moment(of.endedMs)}`;
  const meanwhile =
    of.predictions === null
      ? "how many predictions came in meanwhile was not found out"
      : `${of.predictions} predictions came in meanwhile`;
  return [text(`The system was suspended since ${moment(of.sinceMs)} ${until}; ${meanwhile}.`)];
}

/** A table under a line of its own; nothing where it would be empty. */
function table(
  title: string,
  head: readonly string[],
  widths: readonly number[],
  rows: readonly (readonly string[])[],
): readonly Block[] {
  return rows.length === 0 ? [] : [text(`${title}:`), { kind: "table", head, widths, rows }];
}
