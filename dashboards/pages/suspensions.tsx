import { suspensionInForce } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";
import { Time } from "../parts/time.tsx";
import type { Reads } from "../reads.ts";

/** The systems that stand still, and those of which somebody has to decide whether they shall; nothing where there are none. */
export function Suspensions(props: {
  found: Awaited<ReturnType<Reads["suspensions"]>>;
  now: number;
}): Child {
  const { found, now } = props;
  if (found.length === 0) return null;
  return (
    <section class="block" aria-labelledby="suspensions" data-live="suspensions">
      <h2 id="suspensions">Suspended, or to be decided</h2>
      <ul>
        {found.map(({ system, of }) => {
          const holds = suspensionInForce(of, now);
          const [first] = of.proposals;
          return (
            <li>
              <a href={`/systems/${segment(system)}`}>{system}</a>{" "}
              {holds === null ? null : (
                <>
                  is suspended since <Time ms={holds.sinceMs} now={now} />
                  {holds.effective === null ? ", and no process has shown that it follows" : ""}
                  {first === undefined ? "" : "; "}
                </>
              )}
              {first === undefined ? null : (
                <>
                  suspension is proposed since <Time ms={first.atMs} now={now} />
                </>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
