import type { Child } from "hono/jsx";
import { Sparkline } from "../charts/sparkline.tsx";
import { count, counted } from "../formats/number.ts";
import { span } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import { Completeness } from "../parts/completeness.tsx";
import { Time } from "../parts/time.tsx";
import { StandingMark } from "../parts/vial.tsx";
import type { ShownRange, SteppedRange } from "../range.ts";
import type { SystemPage } from "./overview-reads.ts";
import type { SystemRow } from "./system-row.ts";

/** Systems in one line each. */
export function SystemsTable(props: {
  page: SystemPage;
  range: ShownRange;
  steps: SteppedRange;
  now: number;
}): Child {
  const { page, range, steps, now } = props;
  const shown = range.preset === "all" ? "all" : `last ${span(range.toMs - range.fromMs)}`;
  return (
    <section class="scroll" tabindex={0} aria-label="Systems, scrolls">
      <table class="systems stacks">
        <thead>
          <tr>
            <th scope="col">System</th>
            <th scope="col">Stands</th>
            <th scope="col">Volume, {shown}</th>
            <th scope="col" class="number">
              Predictions
            </th>
            <th scope="col">Completeness</th>
            <th scope="col" class="number">
              Open
            </th>
            <th scope="col">Next deadline</th>
            <th scope="col">Last heard</th>
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row) => (
            <tr>
              <th scope="row">
                <a href={`/systems/${segment(row.system.id)}`}>{row.system.id}</a>
                <span class="under">{describe(row)}</span>
              </th>
              <td>
                <StandingCell row={row} now={now} />
              </td>
              <td data-label="Volume">
                <Volume of={page.volumes} system={row.system.id} steps={steps} />
              </td>
              <td class="number" data-label="Predictions">
                {count(row.system.predictions)}
              </td>
              <td data-label="Completeness">
                <Completeness system={row.system} />
              </td>
              <td class="number" data-label="Open items">
                {row.system.openNonconformities === 0 ? (
                  <span class="soft">0</span>
                ) : (
                  <a href={`/nonconformities?state=open&system=${segment(row.system.id)}`}>
                    {count(row.system.openNonconformities)}
                  </a>
                )}
              </td>
              <td data-label="Next deadline">
                <NextDue of={page.due} system={row.system.id} now={now} />
              </td>
              <td data-label="Last heard">
                {row.system.lastSeenMs === null ? (
                  <span class="soft">never</span>
                ) : (
                  <Time ms={row.system.lastSeenMs} now={now} only="relative" />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function StandingCell(props: { row: SystemRow; now: number }): Child {
  const { row, now } = props;
  if (row.standing === null) return <span class="soft">no verdict yet</span>;
  return (
    <>
      <StandingMark standing={row.standing} />
      <span class="under">
        {row.sinceMs !== null ? (
          <>
            since <Time ms={row.sinceMs} now={now} only="relative" />
          </>
        ) : row.unjudged > 0 ? (
          `${row.judged} of ${row.judged + row.unjudged} judged`
        ) : (
          ""
        )}
      </span>
    </>
  );
}

function Volume(props: { of: SystemPage["volumes"]; system: string; steps: SteppedRange }): Child {
  const { of, system, steps } = props;
  if (of.kind === "unread") {
    return (
      <span class="soft" title={of.reason}>
        could not be read
      </span>
    );
  }
  const points = of.value.get(system) ?? [];
  const sum = points.reduce((total, point) => total + (point.value ?? 0), 0);
  return (
    <Sparkline
      points={points}
      steps={steps}
      label={`${counted(sum, "prediction")} in this range`}
    />
  );
}

/** What has to be done first, of all that is open. */
function NextDue(props: { of: SystemPage["due"]; system: string; now: number }): Child {
  const { of, system, now } = props;
  if (of.kind === "unread") {
    return (
      <span class="soft" title={of.reason}>
        could not be read
      </span>
    );
  }
  const first = of.value.get(system);
  if (first === undefined) return <span class="soft">none</span>;
  return (
    <>
      <a
        class={first.state === "breached" ? "tone-firing" : undefined}
        href={`/nonconformities/${segment(first.record)}`}
      >
        <Time ms={first.dueMs} now={now} only="relative" />
      </a>
      <span class="under">
        {first.state === "breached" ? "overdue: " : ""}
        {first.record}
      </span>
    </>
  );
}

function describe({ system }: SystemRow): string {
  const parts = [
    system.riskTier === null ? null : `${system.riskTier} risk`,
    system.owner,
    system.declared ? null : "not declared",
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
