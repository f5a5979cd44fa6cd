import type { ReviewFigure, ReviewPack, ReviewTable } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { count, percent } from "../../formats/number.ts";
import { PlainTable } from "../../parts/plain-table.tsx";
import { AsOfLine } from "./as-of.tsx";
import { dayOf } from "./frame.tsx";

/** The pack of a period, to be read and printed: every number says how it is computed. */
export function ReviewDocument(props: { of: ReviewPack }): Child {
  const { of } = props;
  return (
    <article class="review-document">
      <p class="lead">
        {dayOf(of.fromMs)} to {dayOf(of.toMs - 1)}
      </p>
      <AsOfLine of={of.asOf} atMs={of.asOf.atMs} />
      {of.sections.map(({ input, title, figures, tables, notCovered }) => (
        <section class="block" aria-labelledby={`input-${input}`}>
          <h2 id={`input-${input}`}>
            {input}) {title}
          </h2>
          <PlainTable
            label={`Figures of ${title}`}
            columns={["Figure", "Value", "Period before", "How it is computed"]}
            rows={figures.map((figure) => [
              figure.label,
              <>
                {figureText(figure, figure.value)}
                {figure.note === "" ? null : <span class="under">{figure.note}</span>}
              </>,
              figure.before === null ? (
                <span class="soft">not compared</span>
              ) : (
                figureText(figure, figure.before)
              ),
              <>
                {figure.how}
                <span class="under">
                  <a href={`${figure.query}${queryOf(figure.query, of)}`}>{figure.query}</a>
                </span>
              </>,
            ])}
          />
          {tables
            .filter(({ rows }) => rows.length > 0)
            .map((table) => (
              <Rows of={table} />
            ))}
          <p class="soft not-covered">Not covered: {notCovered}</p>
        </section>
      ))}
    </article>
  );
}

function Rows(props: { of: ReviewTable }): Child {
  const { title, columns, rows, more } = props.of;
  return (
    <>
      <h3>{title}</h3>
      <PlainTable label={title} columns={columns} rows={rows} />
      {more === 0 ? null : <p class="soft">And {count(more)} more, which the data has.</p>}
    </>
  );
}

/** Reads that take a period are asked for the one of the pack. */
function queryOf(path: string, { fromMs, toMs }: ReviewPack): string {
  if (!RANGED.has(path)) return "";
  const range = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  return `?${new URLSearchParams(range)}`;
}

const RANGED: ReadonlySet<string> = new Set(["/api/v1/evaluation-counts", "/api/v1/risks"]);

function figureText({ unit }: ReviewFigure, value: number | null): string {
  if (value === null) return "not known";
  if (unit === "share") return percent(value);
  return unit === "days" ? `${Math.round(value * 10) / 10} days` : count(value);
}
