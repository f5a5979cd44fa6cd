import type { Episode, Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { IntervalMark } from "../charts/interval-mark.tsx";
import { factTable } from "../formats/fact-table.ts";
import { type WrittenLimit, writtenLimit } from "../formats/limit.ts";
import { metricValue, metricWords } from "../formats/metric.ts";
import { count, counted } from "../formats/number.ts";
import { iso } from "../formats/time.ts";
import { segment, unbroken } from "../formats/words.ts";
import { LabelPairs } from "../parts/labels.tsx";
import { Time } from "../parts/time.tsx";
import type { EvidenceSnapshot } from "../reads.ts";
import { howLink } from "./how-link.ts";

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
                  <EpisodeValue
                    text={metricValue(words.style, episode.value)}
                    href={takenApart({ episode, record, snapshot, measure: props.measure, now })}
                  />
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

function EpisodeValue(props: { text: string; href: string | null }): Child {
  if (props.href === null) return props.text;
  return (
    <a class="how" href={props.href} title="How this was computed">
      {props.text}
    </a>
  );
}

/** Where the breach is taken apart: of a feature on its page, of other telemetry by how it was computed. */
function takenApart(of: {
  readonly episode: Episode;
  readonly record: Nonconformity;
  readonly snapshot: EvidenceSnapshot | null;
  readonly measure: string;
  readonly now: number;
}): string | null {
  const { episode, record, snapshot, measure, now } = of;
  if (record.system === "" || Object.hasOwn(factTable, measure)) return null;
  const windowMs = snapshot === null ? HOUR_MS : snapshot.window.toMs - snapshot.window.fromMs;
  // The first window in breach begins before its end, which an episode is told by.
  const range = { fromMs: episode.firstBreachMs - windowMs, toMs: episode.endedMs ?? now };
  const { system: _, feature, ...by } = episode.instance;
  if (feature === undefined) return howLink(record.system, range)(measure, by);
  const query = new URLSearchParams({ from: iso(range.fromMs), to: iso(range.toMs) });
  return `/systems/${segment(record.system)}/features/${segment(feature)}?${query}`;
}

const HOUR_MS = 3_600_000;

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
