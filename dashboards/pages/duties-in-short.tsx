import { type Clock, isOwed } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import type { RecordDuties } from "../duties.ts";
import { counted } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { Time } from "../parts/time.tsx";
import { clockName } from "./clock-words.ts";
import { ClockMark } from "./record-clocks.tsx";

/** What falls due of a record next, which reports are owed, and what is held: for the head of its page. */
export function DutiesInShort(props: { record: string; duties: RecordDuties; now: number }): Child {
  const { record, duties, now } = props;
  const open = duties.clocks.filter(({ state }) => state !== "met");
  const due = [...new Set([open[0], ...open.filter(({ state }) => state !== "on_track")])].filter(
    (clock): clock is Clock => clock !== undefined,
  );
  const owed = duties.reports.filter(isOwed);
  const held = duties.holds.filter(({ released }) => released === null);
  return (
    <ul class="duties-in-short">
      {due.map(({ name, dueMs, state, used }) => (
        <li>
          <ClockMark state={state} isLate={used > 1} /> {clockName(name)}, due{" "}
          <Time ms={dueMs} now={now} />
        </li>
      ))}
      {owed.map(({ duty, statute, dueMs, state, used }) => (
        <li>
          {state === null ? null : <ClockMark state={state} isLate={used > 1} />} Report under{" "}
          {duty.citation} of {statute.name}
          {dueMs === null ? null : (
            <>
              , due <Time ms={dueMs} now={now} />
            </>
          )}
        </li>
      ))}
      {held.map(({ id, system, alarms }) => (
        <li>
          Evidence of {system} is held ({id}
          {alarms.length === 0 ? "" : `, ${counted(alarms.length, "change")} meanwhile`})
        </li>
      ))}
      <li>
        <a href={`/nonconformities/${segment(record)}/duties`}>Clocks, reports and holds</a>
      </li>
    </ul>
  );
}
