import type { Child } from "hono/jsx";
import { count, counted, NOT_MEASURED } from "../formats/number.ts";
import { type Attempt, Shown } from "../parts/attempt.tsx";
import { Time } from "../parts/time.tsx";
import type { ClassCompleteness, RecordCompleteness as Known } from "../record-completeness.ts";

/** Whether what the record rests on is all that there was, and still what it was. */
export function RecordCompleteness(props: {
  of: Attempt<Known | "counting" | null>;
  now: number;
}): Child {
  return (
    <section class="block" aria-labelledby="completeness">
      <h2 id="completeness">Completeness and integrity</h2>
      <Shown of={props.of}>
        {(known) =>
          known === null ? (
            <p class="quiet">Not about a system whose telemetry is stored here.</p>
          ) : known === "counting" ? (
            <p class="quiet">
              The telemetry of its window is being counted. <a href="?">Read again</a> in a moment.
            </p>
          ) : (
            <Certificate of={known} now={props.now} />
          )
        }
      </Shown>
    </section>
  );
}

function Certificate(props: { of: Known; now: number }): Child {
  const { of, now } = props;
  return (
    <>
      <p class="soft">
        Telemetry of {of.system} from <Time ms={of.fromMs} now={now} /> to{" "}
        <Time ms={of.toMs} now={now} />, by {counted(of.producers, "producer")}. Complete means that
        everything sent has come; intact, that what came is unchanged.
      </p>
      {of.classes.length === 0 ? (
        <p class="quiet">Nothing came in this window.</p>
      ) : (
        <section class="scroll" tabindex={0} aria-label="Completeness, scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">Records</th>
                <th scope="col" class="number">
                  Received
                </th>
                <th scope="col" class="number">
                  Expected
                </th>
                <th scope="col" class="number">
                  Gaps
                </th>
                <th scope="col" class="number">
                  Dropped
                </th>
              </tr>
            </thead>
            <tbody>
              {of.classes.map((each) => (
                <Row of={each} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <dl class="facts">
        <Fact
          title="Sampled"
          value={of.sampled === null ? NOT_MEASURED : `${count(of.sampled * 100)} %`}
        />
        <Fact title="Rows under seal" value={count(of.sealed)} />
        <Fact title="Rows not sealed yet" value={count(of.unsealed)} />
      </dl>
      {of.broken.length === 0 ? null : (
        <ul class="notice notice-error">
          {of.broken.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Row(props: { of: ClassCompleteness }): Child {
  const { of } = props;
  return (
    <tr>
      <th scope="row">{of.class}</th>
      <td class="number">{count(of.received)}</td>
      <Measured value={of.expected} />
      <Measured value={of.gaps} />
      <Measured value={of.dropped} />
    </tr>
  );
}

/** Nothing measured is said, and never a zero. */
function Measured(props: { value: number | null }): Child {
  return props.value === null ? (
    <td class="number soft">{NOT_MEASURED}</td>
  ) : (
    <td class="number">{count(props.value)}</td>
  );
}

function Fact(props: { title: string; value: string }): Child {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}
