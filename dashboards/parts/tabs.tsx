import type { Child } from "hono/jsx";

export interface Tab {
  readonly href: string;
  readonly word: string;
  /** Stands beside the word. */
  readonly count?: number;
}

/** Pages or filters beside each other, as links: the one that is shown is marked. */
export function Tabs(props: { label: string; of: readonly Tab[]; here: string }): Child {
  const { label, of, here } = props;
  return (
    <nav class="tabs" aria-label={label}>
      {of.map(({ href, word, count }) => (
        <a href={href} aria-current={href === here ? "page" : undefined}>
          {word}
          {count === undefined ? null : <span class="tab-count">{count}</span>}
        </a>
      ))}
    </nav>
  );
}
