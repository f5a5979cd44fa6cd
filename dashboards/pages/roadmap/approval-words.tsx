import type { ApprovalStanding } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { listed } from "../../formats/words.ts";
import { Time } from "../../parts/time.tsx";

/** How an approval stands: by whom, when, why, and what is still missing. */
export function Approval(props: { of: ApprovalStanding; now: number }): Child {
  const { of, now } = props;
  const weaker =
    of.weakened.length === 0 ? null : (
      <span class="under">
        demands less than what was approved before: {listed(of.weakened, 8)}
      </span>
    );
  return (
    <>
      {of.kind === "approved" ? (
        "approved"
      ) : of.kind === "none" ? (
        <span class="clause-missing">not approved</span>
      ) : (
        <span class="clause-missing">a second person has to approve it</span>
      )}
      {weaker}
      {of.approvals.map(({ by, atMs, rationale, backtest }) => (
        <span class="under">
          {by}, <Time ms={atMs} now={now} only="moment" />: {rationale}
          {backtest === null ? "" : `; rests on backtest ${backtest.slice(0, 12)}`}
        </span>
      ))}
    </>
  );
}
