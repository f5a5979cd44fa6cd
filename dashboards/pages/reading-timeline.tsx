import type { Reading, StatutoryClock } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { months } from "../formats/time.ts";
import { Time } from "../parts/time.tsx";

/**
 * One reading of whether a duty applies, as a line of time: from awareness to the end, with the present
 * on it; or that the duty does not apply yet, and from when on it does.
 */
export function ReadingTimeline(props: {
  clock: StatutoryClock;
  reading: Reading;
  applies: boolean;
  now: number;
}): Child {
  const { clock, reading, applies, now } = props;
  const { startMs, dueMs, atRiskMs } = clock;
  if (startMs === null || dueMs === null || atRiskMs === null) return null;
  const endMs = clock.report?.madeMs ?? now;
  const spanMs = Math.max(dueMs, endMs) - startMs;
  const at = (ms: number): number => 2 + 96 * Math.min(1, Math.max(0, (ms - startMs) / spanMs));
  const tone = !applies ? "no_data" : clock.report !== null ? "level" : toneOf(clock);
  return (
    <figure class={`reading tone-${tone}`}>
      <figcaption>
        <strong>{reading.title}.</strong>{" "}
        {applies ? (
          <>
            Report by <Time ms={dueMs} now={now} />.
          </>
        ) : (
          <>Not before {dayInWords(reading.appliesFrom)}: nothing has to be reported by it.</>
        )}
      </figcaption>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path class={applies ? "reading-line" : "reading-line reading-off"} d="M2 5h96" />
        {applies ? (
          <>
            <path class="reading-used" d={`M2 5H${at(endMs).toFixed(1)}`} />
            <path class="reading-mark" d={`M${at(atRiskMs).toFixed(1)} 3v4`} />
            <path class="reading-due" d={`M${at(dueMs).toFixed(1)} 0v10`} />
            <path class="reading-now" d={`M${at(endMs).toFixed(1)} 1v8`} />
          </>
        ) : null}
      </svg>
      <p class="reading-ends soft">
        <span>
          aware <Time ms={startMs} now={now} only="moment" />
        </span>
        <span>{applies ? `${clock.duty.number}, each of 24 hours` : reading.appliesFrom}</span>
      </p>
      <p class="soft">
        {reading.why}{" "}
        {reading.sources.map((name, i) => {
          const source = clock.statute.sources[name];
          return source === undefined ? null : (
            <>
              {i === 0 ? "" : ", "}
              <a href={source.url} rel="noreferrer">
                {source.title}
              </a>{" "}
              (read {source.retrieved})
            </>
          );
        })}
      </p>
    </figure>
  );
}

function toneOf({ state }: StatutoryClock): string {
  if (state === "breached") return "firing";
  return state === "at_risk" ? "pending" : "recovering";
}

/** `2027-12-02` as `2 Dec 2027`. */
function dayInWords(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${months[(month ?? 1) - 1] ?? ""} ${year}`;
}
