import type { Child } from "hono/jsx";
import type { EvaluationCounts } from "../control-history.ts";
import { count, percent } from "../formats/number.ts";
import { span } from "../formats/time.ts";
import { Shown } from "../parts/attempt.tsx";
import { Time } from "../parts/time.tsx";
import type { ControlView } from "./control-reads.ts";

/** That the control was watched: what the schedule asked for, what was done, how much of it was conclusive. */
export function ControlEvaluations(props: { view: ControlView; now: number }): Child {
  const { view, now } = props;
  return (
    <Shown of={view.counts}>
      {(counts) =>
        counts === null ? (
          <p class="quiet">Nothing was evaluated in the last {span(view.countedMs)}.</p>
        ) : (
          <Counted counts={counts} ms={view.countedMs} now={now} />
        )
      }
    </Shown>
  );
}

function Counted(props: { counts: EvaluationCounts; ms: number; now: number }): Child {
  const { counts, ms, now } = props;
  const missed = counts.scheduled - counts.judged;
  return (
    <>
      <p class="finding">
        {share(counts)} of the evaluations that the schedule asked for in the last {span(ms)} were
        conclusive: a pass or a breach.
      </p>
      <dl class="facts">
        <Fact name="Windows scheduled">{count(counts.scheduled)}</Fact>
        <Fact name="Judged">{count(counts.judged)}</Fact>
        <Fact name="Missed">
          {missed === 0 ? "none" : <strong class="tone-firing-text">{count(missed)}</strong>}
        </Fact>
        <Fact name="Made up for later">
          {counts.backFilled === 0 ? "none" : count(counts.backFilled)}
        </Fact>
        <Fact name="Evaluations of instances">
          {count(counts.evaluations)}
          <span class="under">{count(counts.conclusive)} conclusive</span>
        </Fact>
        <Fact name="Last conclusive">
          {counts.lastConclusiveMs === null ? (
            <span class="soft">none in this time</span>
          ) : (
            <Time ms={counts.lastConclusiveMs} now={now} only="relative" />
          )}
        </Fact>
      </dl>
    </>
  );
}

function Fact(props: { name: string; children?: Child }): Child {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** A window that was missed counts as many inconclusive evaluations as the others had. */
function share({ scheduled, judged, evaluations, conclusive }: EvaluationCounts): string {
  return scheduled === 0 || evaluations === 0
    ? percent(0)
    : percent((conclusive / evaluations) * (judged / scheduled));
}
