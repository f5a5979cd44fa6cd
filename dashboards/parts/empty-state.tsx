import type { Child } from "hono/jsx";

/**
 * What stands where there is nothing yet, or nothing that fits: what would stand here, and the next
 * step. `children` is that step: a link, a line to paste, a form.
 */
export function EmptyState(props: {
  /** In a few words, what is missing: `No control is in force`. */
  title: string;
  /** What would stand here and what it is good for. */
  teaches: Child;
  children?: Child;
}): Child {
  return (
    <div class="empty">
      <p class="empty-title">{props.title}</p>
      <p class="quiet">{props.teaches}</p>
      {props.children === undefined ? null : <div class="empty-next">{props.children}</div>}
    </div>
  );
}
