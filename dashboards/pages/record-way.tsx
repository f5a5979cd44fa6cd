import type { Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { way } from "../parts/state-mark.tsx";

/** The way of a record with the present state marked; other ends say themselves. */
export function Way(props: { state: Nonconformity["state"] }): Child {
  const at = way.indexOf(props.state);
  return (
    <ol class="way" aria-label="Way of the record">
      {way.map((state, i) => (
        <li
          class={at === -1 ? "off" : i < at ? "past" : i === at ? "present" : "ahead"}
          aria-current={i === at ? "step" : undefined}
        >
          {state}
        </li>
      ))}
      {at === -1 ? (
        <li class="present" aria-current="step">
          {props.state}
        </li>
      ) : null}
    </ol>
  );
}
