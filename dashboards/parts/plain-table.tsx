import type { Child } from "hono/jsx";

/** A table whose rows become cards on a phone. The first cell of a row names it. */
export function PlainTable(props: {
  label: string;
  columns: readonly string[];
  rows: readonly (readonly Child[])[];
}): Child {
  const { label, columns, rows } = props;
  return (
    <section class="scroll" tabindex={0} aria-label={`${label}, scrolls`}>
      <table class="stacks">
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest]) => (
            <tr>
              <th scope="row">{first}</th>
              {rest.map((cell, i) => (
                <td data-label={columns[i + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
