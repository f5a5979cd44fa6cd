import type { Child } from "hono/jsx";
import { count } from "../formats/number.ts";

export interface Tab {
  readonly href: string;
  readonly word: string;
  readonly isShown: boolean;
  /** How many there are of it; stands beside the word. */
  readonly many?: number;
}

/** Pages or filters beside each other, as links: the one that is shown is marked. */
export function Tabs(props: {
  label: string;
  of: readonly Tab[];
  /** Whether they are pages of their own, or ways to look at this one. */
  kind: "pages" | "filters";
  /** Where they stand on the page: a class of its own. */
  class?: string;
}): Child {
  const { label, of, kind } = props;
  return (
    <nav class={props.class === undefined ? "tabs" : `tabs ${props.class}`} aria-label={label}>
      {of.map(({ href, word, isShown, many }) => (
        <a href={href} aria-current={isShown ? (kind === "pages" ? "page" : "true") : undefined}>
          {word} {many === undefined ? null : <span class="soft">{count(many)}</span>}
        </a>
      ))}
    </nav>
  );
}
