import type { Child } from "hono/jsx";

/** One option of a filter's list; the one that is chosen stands. */
export function Choice(props: { value: string; chosen: string; word: string }): Child {
  return (
    <option value={props.value} selected={props.value === props.chosen}>
      {props.word}
    </option>
  );
}
