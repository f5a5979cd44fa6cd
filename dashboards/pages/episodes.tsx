import type { Episode, Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { IntervalMark } from "../charts/interval-mark.tsx";
import { type WrittenLimit, writtenLimit } from "../formats/limit.ts";
import { metricValue, metricWords } from "../formats/metric.ts";
import { count, counted } from "../formats/number.ts";
import { unbroken } from "../formats/words.ts";
import { LabelPairs } from "../parts/labels.tsx";
import { Time } from "../parts/time.tsx";
import type { EvidenceSnapshot } from "../reads.ts";

/** The episodes of a record, worst first, each value drawn against the limit. */
export function Episodes(props: {
  record: Nonconformity;
  snapshot: EvidenceSnapshot | null;
  measure: string;
  now: number;
}): Child {
  const { record, snapshot, now } = props;
  const words = metricWords(props.measure);
  const limit = snapshot === null ? null : writtenLimit(snapshot.control.text);
  const without = Object.keys(record.group).concat("system");
  return (
    <>
      <p class="soft">
        {counted(record.episodes.length, "episode")}
        {record.episodes.length > 1 ? ", the furthest beyond the limit first." : "."}
        {limit === null ? null : <> The limit is {unbroken(limit.words)}.</>}
      </p>
      <section class="scroll" tabindex={0} aria-label="Episodes, scrolls">
        <table class="episodes stacks">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" class="number">
                {words.title === "" ? "Measured" : words.title}
              </th>
              <th scope="col">
                <span class="visually-hidden">Drawn against the limit</span>
              </th>
              <th scope="col" class="number">
                Sample
              </th>
              <th scope="col">First breach</th>
              <th scope="col">Ended</th>
            </tr>
          </thead>
          <tbody>
            {furthestFirst(record.episodes, limit).map((episode) => (
              <tr>
                <th scope="row">
                  <LabelPairs of={episode.instance} without={without} otherwise="all of it" />
                </th>
                <td class="number" data-label={words.title}>
                  {metricValue(words.style, episode.value)}
                  <span class="under">{bounds(words.style, episode)}</span>
                </td>
                <td>
                  {limit === null || (limit.min === null && limit.max === null) ? null : (
                    <IntervalMark of={episode} among={record.episodes} limit={limit} />
                  )}
                </td>
                <td class="number" data-label="Sample">
                  {count(episode.n)}
                </td>
                <td data-label="First breach">
                  <Time ms={episode.firstBreachMs} now={now} only="moment" />
                </td>
                <td data-label="Ended">
                  {episode.endedMs === null ? (
                    <span class="tone-firing">lasts</span>
                  ) : (
                    <Time ms={episode.endedMs} now={now} only="moment" />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** A record takes episodes on as they fire; the page tells the worst of them first. */
function furthestFirst(
  episodes: readonly Episode[],
  limit: WrittenLimit | null,
): readonly Episode[] {
  if (limit === null || limit.worse === null) return episodes;
  const sign = limit.worse === "higher" ? -1 : 1;
  return episodes.toSorted((a, b) => sign * (a.value - b.value));
}

function bounds(
  style: Parameters<typeof metricValue>[0],
  of: { readonly lower: number | null; readonly upper: number | null },
): string {
  const lower = of.lower === null ? null : metricValue(style, of.lower);
  const upper = of.upper === null ? null : metricValue(style, of.upper);
  if (lower !== null && upper !== null) return `${lower} to ${upper}`;
  if (lower !== null) return `at least ${lower}`;
  return upper === null ? "" : `at most ${upper}`;
}
