import type { Child } from "hono/jsx";

const kinds = {
  /** Something to know before going on. */
  note: { class: "notice", role: "note" },
  /** An act is recorded. */
  done: { class: "notice notice-done", role: "status" },
  /** Something was not done, or does not hold. */
  error: { class: "notice notice-error", role: "alert" },
} as const;

/** A box for what a reader must not miss. An error says what was wrong, then what to do. */
export function Callout(props: {
  kind: keyof typeof kinds;
  title?: string;
  /** The next step. */
  next?: Child;
  children?: Child;
}): Child {
  const { kind, title, next } = props;
  return (
    <div class={kinds[kind].class} role={kinds[kind].role}>
      <p>
        {title === undefined ? null : <strong>{title}.</strong>} {props.children}
      </p>
      {next === undefined ? null : <p class="notice-next">{next}</p>}
    </div>
  );
}
