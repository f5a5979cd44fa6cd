import { about } from "./about.ts";
import { csv } from "./csv.ts";
import { entriesOf, entryLog } from "./entry-log.ts";
import { iso } from "./instant.ts";
import type { Material, RecordMaterial } from "./material.ts";
import { type Member, reading } from "./member.ts";

/** `07-incidents`: what may be a serious incident, whom was told when, and what is held. */
export function incidentMembers(of: Material): readonly Member[] {
  const incidents = of.records.filter(isIncident);
  const clocks = of.records.flatMap(({ record, clocks: all }) =>
    all.map((clock) => ({ id: record.id, clock })),
  );
  return [
    about("07-incidents", "Incidents: clocks, notifications and holds", of, {
      holds: [
        "`incidents.csv`: records of which somebody said that a serious incident is suspected, or is one",
        "`clocks.csv`: every clock of every record of the period, with its source and how it stands",
        "`notifications.csv`: whom the collector told of which record, and whether that was delivered",
        "`reports-and-holds.csv`: reports to somebody outside, clocks set aside with a reason, evidence holds and changes while one was in force",
      ],
      figures: [
        ["suspected or stated incidents", incidents.length],
        ["clocks breached", clocks.filter(({ clock }) => clock.standing === "breached").length],
        ["reports made", entriesOf(["report_made"], of).length],
        ["holds placed", entriesOf(["hold_placed"], of).length],
      ],
      notCovered: [
        "Whether an incident is serious in the sense of a law, and which law applies, is for people to say; where that is contested, sources are shown and nothing is decided here.",
        "Incidents that no record was raised for.",
        "Reports that were made and not entered.",
      ],
    }),
    reading(
      "07-incidents/incidents.csv",
      csv(
        ["record", "system", "said", "aware_at", "state", "raised", "affected"],
        incidents.map(({ record }) => [
          record.id,
          record.system,
          record.fields["serious_incident"] ?? "stated on the record",
          record.fields["aware_at"] ?? null,
          record.state,
          iso(record.raisedMs),
          record.fields["affected"] ?? null,
        ]),
      ),
    ),
    reading(
      "07-incidents/clocks.csv",
      csv(
        ["record", "clock", "title", "start", "due", "standing", "met", "source"],
        clocks.map(({ id, clock }) => [
          id,
          clock.name,
          clock.title,
          iso(clock.startMs),
          iso(clock.dueMs),
          clock.standing,
          clock.metMs === null ? null : iso(clock.metMs),
          clock.source,
        ]),
      ),
    ),
    reading(
      "07-incidents/notifications.csv",
      csv(
        ["record", "when", "channel", "attempt", "outcome"],
        of.records.flatMap(({ record, deliveries }) =>
          deliveries.map((each) => [
            record.id,
            iso(each.atMs),
            each.channel,
            each.attempt,
            each.outcome,
          ]),
        ),
      ),
    ),
    entryLog(
      "07-incidents/reports-and-holds.csv",
      [
        "incident_stated",
        "report_made",
        "clock_set_aside",
        "clock_due",
        "hold_placed",
        "hold_released",
        "hold_alarmed",
      ],
      of,
    ),
  ];
}

function isIncident({ record, entries }: RecordMaterial): boolean {
  const said = record.fields["serious_incident"];
  return (
    said === "suspected" ||
    said === "yes" ||
    entries.some(({ entry }) => entry.type === "incident_stated")
  );
}
