import type { Child } from "hono/jsx";

/** One page above this one. */
export interface Crumb {
  readonly word: string;
  readonly href: string;
}

/** The way back from a deep page, the topmost first; `here` is where the reader stands. */
export function Breadcrumbs(props: { way: readonly Crumb[]; here: string }): Child {
  return (
    <nav class="crumbs" aria-label="Breadcrumbs">
      <ol>
        {props.way.map(({ word, href }) => (
          <li>
            <a href={href}>{word}</a>
          </li>
        ))}
        <li aria-current="page">{props.here}</li>
      </ol>
    </nav>
  );
}
