import type { Clock, ClockState } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { Time } from "../parts/time.tsx";
import { clockName, clockStanding, usedWords } from "./clock-words.ts";

/** The clocks of a record: what each asks for, by when, and how it stands. For the record's page. */
export function RecordClocks(props: { clocks: readonly Clock[]; now: number }): Child {
  const { clocks, now } = props;
  if (clocks.length === 0) {
    return <p class="quiet">No clock runs: an observation waits to be read.</p>;
  }
  const rounds = new Set(clocks.map(({ round }) => round)).size;
  return (
    <section class="scroll" tabindex={0} aria-label="Clocks, scrolls">
      <table class="clocks">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Due</th>
            <th scope="col">Stands</th>
            <th scope="col">Used</th>
          </tr>
        </thead>
        <tbody>
          {[...clocks]
            .sort((a, b) => b.round - a.round)
            .map((clock) => (
              <tr>
                <th scope="row">
                  {clockName(clock.name)}
                  {rounds > 1 ? <span class="soft"> round {clock.round}</span> : null}
                </th>
                <td>
                  <Time ms={clock.dueMs} now={now} />
                  {clock.calendar === null ? null : (
                    <span class="soft"> in the hours of {clock.calendar}</span>
                  )}
                </td>
                <td>
                  <ClockMark state={clock.state} isLate={clock.used > 1} />
                  {clock.metMs === null ? null : (
                    <>
                      {" "}
                      <span class="soft">
                        <Time ms={clock.metMs} now={now} only="moment" />
                      </span>
                    </>
                  )}
                </td>
                <td>
                  <UsedBar used={clock.used} state={clock.state} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

/** How a clock stands: a word, with a shape, so that it is told without colour. */
export function ClockMark(props: { state: ClockState; isLate: boolean }): Child {
  const { word, tone } = clockStanding(props.state, props.isLate);
  return (
    <span class={`clock-mark tone-${tone}`}>
      <svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        <circle cx="7" cy="7" r="5.4" />
        <path d={HANDS[props.state]} />
      </svg>
      {word}
    </span>
  );
}

/** A quarter, three quarters, past the hour, a tick. */
const HANDS: Readonly<Record<ClockState, string>> = {
  on_track: "M7 3.6V7h2.6",
  at_risk: "M7 3.6V7H4.4",
  breached: "M7 3.4v4.4M7 9.6v.9",
  met: "M4.4 7.2l1.9 1.9 3.4-3.9",
};

/** How much of a clock's time is used; what is beyond it stands beyond the mark. */
export function UsedBar(props: { used: number; state: ClockState }): Child {
  const { word, tone } = {
    ...clockStanding(props.state, props.used > 1),
    word: usedWords(props.used),
  };
  const width = Math.min(1, props.used / 1.25) * 100;
  return (
    <span class={`used-bar tone-${tone}`}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="used-ground" width="80" height="8" />
        <rect class="used-fill" width={width.toFixed(1)} height="8" />
        <path class="used-end" d="M80 0v8" />
      </svg>
      {word}
    </span>
  );
}
