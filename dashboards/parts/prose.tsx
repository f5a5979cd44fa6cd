import type { Child } from "hono/jsx";
import { unbroken } from "../formats/words.ts";

const INSTANT = /(\d{4}-\d\d-\d\dT[\d:.]+Z)/;

/** Written text as it stands; a number keeps its unit, and an instant stays on one line. */
export function Prose(props: { text: string }): Child {
  // A split by a group alternates: text, instant, text.
  return (
    <>
      {props.text
        .split(INSTANT)
        .map((part, i) => (i % 2 === 1 ? <span class="instant">{part}</span> : unbroken(part)))}
    </>
  );
}
