import type { Child } from "hono/jsx";
import { counted, NOT_MEASURED, seconds } from "../formats/number.ts";
import { listed } from "../formats/words.ts";
import { PlainTable } from "../parts/plain-table.tsx";
import { Time } from "../parts/time.tsx";
import type { ProducerStanding } from "../producers.ts";

/** A clock that is off by less moves no record into another window worth the name. */
const CLOCK_OFF_MS = 2_000;
/** What a process said of itself longer ago is past. */
const ALIVE_MS = 86_400_000;
/** The others are one number. */
const SHOWN_MAX = 12;

/** Which processes send the records of a system, what each watches, and whether all of its records came. */
export function ProducersSection(props: {
  of: readonly ProducerStanding[];
  /** Clients that were watched in the last week and no longer are. */
  lost: readonly string[];
  now: number;
}): Child {
  const { of, lost, now } = props;
  if (of.length === 0) {
    return (
      <p class="quiet">
        No process says what it watches or numbers its records: a loss would not show. The SDK does
        both by itself; <code>aims.producer.id</code>, <code>aims.seq</code> and{" "}
        <code>aims.heartbeat</code> do it from elsewhere.
      </p>
    );
  }
  const findings = [...lostWords(lost), ...findingsOf(of, now)];
  return (
    <>
      {findings.length === 0 ? null : (
        <ul class="findings">
          {findings.map((line) => (
            <li class="finding">{line}</li>
          ))}
        </ul>
      )}
      <PlainTable
        label="Producers"
        columns={["Process", "Last sign of life", "Watches", "Does not watch", "Clock", "Records"]}
        rows={of.slice(0, SHOWN_MAX).map((each) => [
          <>
            <code>{each.producer}</code>
            {each.environment === "" ? null : <span class="under">{each.environment}</span>}
          </>,
          each.lastHeardMs === null ? (
            <span class="soft">sends none</span>
          ) : (
            <Time ms={each.lastHeardMs} now={now} />
          ),
          named(each.instrumented),
          each.uninstrumented.length === 0 ? (
            <span class="soft">nothing that it knows of</span>
          ) : (
            <strong>{listed(each.uninstrumented)}</strong>
          ),
          clockWords(each.clockOffsetMs),
          <Records of={each} />,
        ])}
      />
      {of.length <= SHOWN_MAX ? null : (
        <p class="soft">{counted(of.length - SHOWN_MAX, "process", "processes")} besides.</p>
      )}
    </>
  );
}

function lostWords(clients: readonly string[]): readonly string[] {
  return clients.length === 0
    ? []
    : [
        `Watched in the last week and no longer: ${listed(clients)}. What is called through them since is in no number here.`,
      ];
}

function findingsOf(of: readonly ProducerStanding[], now: number): readonly string[] {
  const alive = of.filter(({ lastHeardMs }) => now - (lastHeardMs ?? 0) < ALIVE_MS);
  const clients = [...new Set(alive.flatMap(({ uninstrumented }) => uninstrumented))];
  const lost = of.reduce((sum, { unexplained }) => sum + (unexplained ?? 0), 0);
  const off = alive.filter(({ clockOffsetMs }) => Math.abs(clockOffsetMs ?? 0) >= CLOCK_OFF_MS);
  return [
    ...(clients.length === 0
      ? []
      : [
          `Installed and not watched: ${listed(clients)}. Calls through them are in no number here; installed is a hint that there are some, not a proof.`,
        ]),
    ...(lost === 0
      ? []
      : [`${counted(lost, "record")} were issued and neither came nor were declared dropped.`]),
    ...(off.length === 0
      ? []
      : [
          `The clock of ${listed(off.map(({ producer }) => producer))} is off: its records stand at the wrong time.`,
        ]),
  ];
}

function Records(props: { of: ProducerStanding }): Child {
  const { unexplained, dropped, faults } = props.of;
  const drops = Object.values(dropped).reduce((sum, n) => sum + n, 0);
  return (
    <>
      {unexplained === null ? (
        <span class="soft">{NOT_MEASURED}</span>
      ) : unexplained === 0 ? (
        "complete"
      ) : (
        <strong class="tone-firing">{counted(unexplained, "record")} lost</strong>
      )}
      {drops === 0 ? null : (
        <span class="under">
          {counted(drops, "record")} dropped, and said so: {listed(Object.keys(dropped))}
        </span>
      )}
      {Object.keys(faults).length === 0 ? null : (
        <span class="under">went without some of their values: {listed(Object.keys(faults))}</span>
      )}
    </>
  );
}

function named(clients: readonly string[]): Child {
  return clients.length === 0 ? <span class="soft">does not say</span> : listed(clients);
}

function clockWords(offsetMs: number | null): Child {
  if (offsetMs === null) return <span class="soft">{NOT_MEASURED}</span>;
  const off = seconds(Math.abs(offsetMs) / 1000);
  if (Math.abs(offsetMs) < CLOCK_OFF_MS) return `right to ${off}`;
  return <strong>{offsetMs > 0 ? `${off} ahead` : `${off} behind`}</strong>;
}
