import type { Child } from "hono/jsx";

/** A line in which what stands between backticks is code. */
export function Marked(props: { text: string }): Child {
  // A split by a group alternates: text, code, text.
  return (
    <>
      {props.text.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? <code>{part}</code> : part))}
    </>
  );
}
