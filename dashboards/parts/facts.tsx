import type { Child } from "hono/jsx";

export interface Fact {
  readonly term: string;
  readonly value: Child;
  /** Takes the room of two. */
  readonly wide?: boolean;
}

/** A few facts side by side, each under its name. */
export function Facts(props: { of: readonly Fact[] }): Child {
  return (
    <dl class="facts">
      {props.of.map(({ term, value, wide = false }) => (
        <div class={wide ? "wide" : undefined}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
