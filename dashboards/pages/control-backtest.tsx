import type { Child } from "hono/jsx";
import type { PastBacktest } from "../control-history.ts";
import { count, counted, percent } from "../formats/number.ts";
import { iso, moment } from "../formats/time.ts";
import { Shown } from "../parts/attempt.tsx";
import { CopyLine } from "../parts/labels.tsx";
import { Time } from "../parts/time.tsx";
import type { ControlView } from "./control-reads.ts";

/** A month: long enough to have seen something, short enough to wait for. */
const TRIED_MS = 30 * 86_400_000;

/** What this control made of past data when it was last tried out, and how to try it out again. */
export function ControlBacktest(props: { view: ControlView; now: number }): Child {
  const { view, now } = props;
  const { control } = view;
  const from = iso(now - TRIED_MS).slice(0, 10);
  return (
    <>
      <Shown of={view.backtest}>
        {(last) =>
          last === null ? (
            <p class="quiet">
              Not tried out on past data since the collector started. A backtest judges stored
              history by the same rules as live data, and says what would have been raised: try it
              before a limit is changed
              {control.status === "shadow" ? ", or before this control leaves the shadow" : ""}.
            </p>
          ) : (
            <Last of={last} isInForce={last.revision === control.revision} now={now} />
          )
        }
      </Shown>
      <CopyLine
        text={`npx tiltmeter controls backtest - ${control.id} --from ${from}`}
        label="the command"
      />
    </>
  );
}

function Last(props: { of: PastBacktest; isInForce: boolean; now: number }): Child {
  const { of, isInForce, now } = props;
  const judged = Object.values(of.verdicts).reduce((sum, many) => sum + many, 0);
  return (
    <>
      <p class="finding">
        {of.episodeCount === 0
          ? "It would have found nothing"
          : `It would have found ${counted(of.episodeCount, "episode")}, ${count(of.outside)} of them outside of every known incident, and raised ${counted(of.raised, "record")}`}{" "}
        from {moment(of.fromMs, now)} to {moment(of.toMs, now)}.
      </p>
      <p class="soft">
        Tried out <Time ms={of.startedMs} now={now} only="relative" /> by {of.by},{" "}
        {isInForce ? (
          "with the revision in force"
        ) : (
          <>
            with revision <code class="digest">{of.revision.slice(0, 12)}</code>, which is not in
            force
          </>
        )}
        .
      </p>
      <dl class="facts">
        <div>
          <dt>Windows judged</dt>
          <dd>
            {count(of.windows)}
            <span class="under">{counted(of.instances, "instance")}</span>
          </dd>
        </div>
        <div>
          <dt>Conclusive</dt>
          <dd>
            {of.conclusive === null ? "none" : percent(of.conclusive)}
            <span class="under">of {counted(judged, "verdict")}</span>
          </dd>
        </div>
        <div>
          <dt>Breaches</dt>
          <dd>{count(of.verdicts.breach)}</dd>
        </div>
        <div>
          <dt>Without data, in error</dt>
          <dd>{count(of.verdicts.no_data + of.verdicts.error)}</dd>
        </div>
      </dl>
    </>
  );
}
