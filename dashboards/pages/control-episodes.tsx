import type { Episode, Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { metricValue, metricWords } from "../formats/metric.ts";
import { counted } from "../formats/number.ts";
import { span } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import { LabelPairs } from "../parts/labels.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { Time } from "../parts/time.tsx";

const ROWS_MAX = 50;

/** Every episode of one control that raised something, the newest first, each with its record. */
export function ControlEpisodes(props: {
  records: readonly Nonconformity[];
  measure: string;
  status: string;
  now: number;
}): Child {
  const { records, measure, status, now } = props;
  const episodes = records
    .flatMap((record) => record.episodes.map((episode) => ({ episode, record })))
    .sort((a, b) => b.episode.firedMs - a.episode.firedMs);
  if (episodes.length === 0) {
    return (
      <p class="quiet">
        {status === "shadow"
          ? "None: a control in shadow is judged and kept, and raises nothing until its status is enforce."
          : "It has raised nothing so far."}
      </p>
    );
  }
  const { style, title } = metricWords(measure);
  return (
    <section class="scroll" tabindex={0} aria-label="Episodes, scrolls">
      <table class="episodes stacks">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Nonconformity</th>
            <th scope="col" class="number">
              {title}, when it fired
            </th>
            <th scope="col">First breach</th>
            <th scope="col">Lasted</th>
          </tr>
        </thead>
        <tbody>
          {episodes.slice(0, ROWS_MAX).map(({ episode, record }) => (
            <tr>
              <th scope="row">
                <LabelPairs of={episode.instance} otherwise="the control itself" />
              </th>
              <td data-label="Nonconformity">
                <a href={`/nonconformities/${segment(record.id)}`}>{record.id}</a>{" "}
                <StateMark state={record.state} />
              </td>
              <td class="number" data-label={title}>
                {metricValue(style, episode.value)}
              </td>
              <td data-label="First breach">
                <Time ms={episode.firstBreachMs} now={now} only="moment" />
              </td>
              <td data-label="Lasted">
                <Lasted episode={episode} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {episodes.length > ROWS_MAX ? (
        <p class="soft">
          The newest {ROWS_MAX} of {counted(episodes.length, "episode")}.
        </p>
      ) : null}
    </section>
  );
}

function Lasted(props: { episode: Episode; now: number }): Child {
  const { endedMs, firstBreachMs } = props.episode;
  if (endedMs !== null) return <>{span(endedMs - firstBreachMs)}</>;
  return <span class="tone-firing">{span(props.now - firstBreachMs)}, and lasts</span>;
}
