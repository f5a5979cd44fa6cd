import { ApiRefused, type CollectorAddress } from "./collector-api.ts";
import { type Finding, look, unknown, well, wrong } from "./doctor-finding.ts";

const TIMEOUT_MS = 15_000;
const GIBIBYTE = 1_073_741_824;

/** What is left of the disk of a collector that runs, and what was asked to come again. */
export async function lookAtRoom({ url, key }: CollectorAddress): Promise<readonly Finding[]> {
  const answer = await fetch(`${url}/metrics`, {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new ApiRefused(`${url}/metrics answered ${answer.status}`, answer.status);
  return roomFindings(await answer.text());
}

/** The same of a text of metrics. */
export function roomFindings(metrics: string): readonly Finding[] {
  const figure = (name: string): number | null => {
    const text = new RegExp(`^${name} (\\S+)$`, "m").exec(metrics)?.[1];
    return text === undefined ? null : Number(text);
  };
  const free = figure("tiltmeter_disk_free_bytes");
  const min = figure("tiltmeter_disk_free_bytes_min");
  const refused = [
    ...metrics.matchAll(/^tiltmeter_ingest_refused_total\{reason="([^"]*)"\} (\S+)$/gm),
  ].filter(([, , times]) => Number(times) > 0);
  return [
    free === null || min === null
      ? unknown("disk", "the collector does not know its disk", "look at it with df")
      : disk(free, min),
    ...(refused.length === 0
      ? []
      : [
          look(
            "ingest",
            `requests asked to come again since the start: ${refused.map(([, reason, times]) => `${times} for ${reason}`).join(", ")}`,
            "docs/limits.md says what each limit is for, and how it is set",
          ),
        ]),
  ];
}

function disk(free: number, min: number): Finding {
  const says = `${gibibytes(free)} free, telemetry is taken down to ${gibibytes(min)}`;
  const next = "free space or give the folder a larger disk: below it telemetry is refused";
  if (free < min) return wrong("disk", says, next);
  return free < 2 * min ? look("disk", says, next) : well("disk", says);
}

function gibibytes(bytes: number): string {
  return `${(bytes / GIBIBYTE).toFixed(1)} GiB`;
}
