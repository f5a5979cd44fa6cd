import type { MetricFamily } from "../http/metrics.ts";
import type { DiskRoom } from "../pressure/disk-room.ts";
import type { Pressure, PressureKind } from "../pressure/pressure.ts";
import { counter, gauge, labelled, sample } from "./metric-family.ts";

const KINDS: readonly PressureKind[] = [
  ...(["ending", "disk", "unwritable", "journal", "memory", "loop"] as const),
];

/** What `/metrics` says of what is left to take telemetry with. */
export function pressureFamilies(of: {
  readonly pressure: Pressure | null;
  /** Requests by why they were refused. */
  readonly refused: ReadonlyMap<string, number>;
  readonly disk: DiskRoom;
  readonly ballastBytes: number;
  readonly inFlightBytes: number;
  readonly inFlightBytesMax: number;
  readonly memoryBytesMax: number | null;
}): readonly MetricFamily[] {
  const free = of.disk.free();
  return [
    gauge(
      "tiltmeter_ingest_refusing",
      "1 for the reason for which no telemetry is taken.",
      KINDS.map((reason) => sample(of.pressure?.kind === reason ? 1 : 0, { reason })),
    ),
    counter(
      "tiltmeter_ingest_refused",
      "Requests that were asked to come again, by reason; key_ ones are over a limit of their key.",
      labelled(of.refused, "reason"),
    ),
    gauge("tiltmeter_ingest_in_flight_bytes", "Bodies that are read or worked on.", [
      sample(of.inFlightBytes),
    ]),
    gauge("tiltmeter_ingest_in_flight_bytes_max", "From where on a body is refused.", [
      sample(of.inFlightBytesMax),
    ]),
    gauge(
      "tiltmeter_disk_free_bytes",
      "Free on the disk of the data folder.",
      free === null ? [] : [sample(free.freeBytes)],
    ),
    gauge(
      "tiltmeter_disk_free_bytes_min",
      "Below it no telemetry is taken.",
      free === null ? [] : [sample(of.disk.freeBytesMin())],
    ),
    gauge("tiltmeter_disk_ballast_bytes", "Room that can be given up; 0 where it was.", [
      sample(of.ballastBytes),
    ]),
    gauge(
      "tiltmeter_memory_bytes_max",
      "Memory of the process from which on no telemetry is taken; absent where nothing limits it.",
      of.memoryBytesMax === null ? [] : [sample(of.memoryBytesMax)],
    ),
  ];
}
