import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { Time } from "../parts/time.tsx";
import type { Reads } from "../reads.ts";

/** Each attempt to tell someone, and what came of it. */
export function Deliveries(props: {
  deliveries: Awaited<ReturnType<Reads["deliveries"]>>;
  now: number;
}): Child {
  if (props.deliveries.length === 0) {
    return (
      <p class="quiet">Nobody was told: no channel is configured, or none has answered yet.</p>
    );
  }
  return (
    <section class="scroll" tabindex={0} aria-label="Deliveries, scrolls">
      <table class="deliveries">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Channel</th>
            <th scope="col" class="number">
              Attempt
            </th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {props.deliveries.map((delivery) => (
            <tr>
              <td>
                <Time ms={delivery.atMs} now={props.now} only="moment" />
              </td>
              <td>
                {delivery.channel}
                {delivery.others === undefined ? null : (
                  <span class="soft">, with {counted(delivery.others, "other record")}</span>
                )}
              </td>
              <td class="number">{delivery.attempt}</td>
              <td>{delivery.outcome}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
