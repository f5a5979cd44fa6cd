import type { Child } from "hono/jsx";

/** One section of a page under its heading; `live` lets it be put in anew when something happened. */
export function Block(props: {
  /** Also the fragment that leads here. */
  id: string;
  title: Child;
  live?: boolean;
  /** A quiet line under the heading. */
  lead?: Child;
  children?: Child;
}): Child {
  const { id, title, lead, live = false } = props;
  return (
    <section class="block" aria-labelledby={id} data-live={live ? id : undefined}>
      <h2 id={id}>{title}</h2>
      {lead === undefined ? null : <p class="soft block-lead">{lead}</p>}
      {props.children}
    </section>
  );
}
