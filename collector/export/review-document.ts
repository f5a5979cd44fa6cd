import type { ReviewPack } from "@tiltmeter/rules";
import { type Block, type Section, text } from "./block.ts";
import type { Dossier } from "./dossier.ts";
import { day, moment } from "./instant.ts";

type Figure = ReviewPack["sections"][number]["figures"][number];

/** The pack of a management review as a document, in the order of its inputs; each says what it cannot say. */
export function reviewDocument(pack: ReviewPack, id: string): Dossier {
  return {
    what: "Management review",
    id,
    title: `Inputs of the review of ${day(pack.fromMs)} to ${day(pack.toMs)}`,
    facts: [
      ["Period", `${moment(pack.fromMs)} to ${moment(pack.toMs)}`],
      ["As known at", `ledger size ${pack.asOf.size}, ${moment(pack.asOf.atMs)}`],
      ["Root of the ledger", pack.asOf.root],
    ],
    sections: pack.sections.map((each): Section => {
      const tables = each.tables.flatMap(({ title, columns, rows, more }): readonly Block[] => [
        text(`${title}${more > 0 ? `, the first ${rows.length} of ${rows.length + more}` : ""}:`),
        rows.length === 0
          ? { kind: "quiet", text: "None." }
          : { kind: "table", head: columns, widths: columns.map(() => 1 / columns.length), rows },
      ]);
      return {
        title: `${each.input}. ${each.title}`,
        blocks: [
          ...(each.figures.length === 0
            ? []
            : [
                {
                  kind: "table",
                  head: ["Figure", "Value", "Period before", "How it is counted"],
                  widths: [0.3, 0.16, 0.16, 0.38],
                  rows: each.figures.map((figure) => [
                    figure.label,
                    [told(figure.value, figure), figure.note].filter(Boolean).join(", "),
                    told(figure.before, figure),
                    `${figure.how} (${figure.query})`,
                  ]),
                } as const,
              ]),
          ...tables,
          { kind: "quiet", text: `Not covered: ${each.notCovered}` },
        ],
      };
    }),
  };
}

function told(value: number | null, { unit }: Figure): string {
  if (value === null) return "not known";
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  return unit === "days" ? `${Number(value.toFixed(1))} d` : String(value);
}
