import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import { Shown, Unread, valueOr } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { RecordList } from "../parts/record-list.tsx";
import { Vial } from "../parts/vial.tsx";
import type { Reads } from "../reads.ts";
import { systemFilter } from "./overview-filter.ts";
import { Headline } from "./overview-headline.tsx";
import { type OverviewView, readOverview } from "./overview-reads.ts";
import { NextVerdicts } from "./overview-verdicts.tsx";
import { SetUp, setUpLeft } from "./set-up.tsx";
import { Suspensions } from "./suspensions.tsx";
import { SystemsSection } from "./systems-section.tsx";

/** `/`: is anything wrong, where, since when. */
export async function overview(
  reads: Reads,
  query: Readonly<Record<string, string | undefined>>,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const view = await readOverview(reads, nowMs, systemFilter(query));
  return {
    title: "Overview",
    section: "overview",
    body: <Overview view={view} now={nowMs} />,
    status: 200,
    refreshSeconds: 10,
  };
}

function Overview(props: { view: OverviewView; now: number }): Child {
  const { view, now } = props;
  const systems = valueOr(view.systems, null);
  if (systems?.length === 0) return <FirstRun view={view} />;
  const left = setUpLeft(valueOr(view.setUp, []));
  return (
    <>
      <Headline view={view} now={now} />
      <Shown of={view.suspensions}>{(found) => <Suspensions found={found} now={now} />}</Shown>
      <section class="block" aria-labelledby="open" data-live="open">
        <h2 id="open">Open nonconformities</h2>
        <Shown of={view.open}>
          {(open) =>
            open.total === 0 ? (
              <p class="quiet">None is open.</p>
            ) : (
              <>
                <RecordList records={open.items} now={now} />
                {open.total > open.items.length ? (
                  <p>
                    <a href="/nonconformities">All {count(open.total)} open nonconformities</a>
                  </p>
                ) : null}
              </>
            )
          }
        </Shown>
      </section>
      <section class="block" aria-labelledby="systems" data-live="systems">
        <h2 id="systems">Systems</h2>
        <Shown of={view.systems}>
          {(rows) => <SystemsSection all={rows} view={view} now={now} />}
        </Shown>
      </section>
      <section class="block" aria-labelledby="verdicts" data-live="verdicts">
        <h2 id="verdicts">Next verdicts</h2>
        <Shown of={view.controls}>{(controls) => <NextVerdicts controls={controls} />}</Shown>
      </section>
      {view.setUp.kind === "unread" ? (
        <section class="block" aria-label="Set-up">
          <Unread of={view.setUp} />
        </section>
      ) : left > 0 ? (
        <section class="block" aria-labelledby="set-up" data-live="set-up">
          <h2 id="set-up">Set-up: {counted(left, "step")} to go</h2>
          <SetUp steps={view.setUp.value} />
        </section>
      ) : null}
    </>
  );
}

function FirstRun(props: { view: OverviewView }): Child {
  return (
    <>
      <header class="headline" data-live="headline">
        <Vial standing="no_data" size="large" />
        <div>
          <h1>Nothing to watch yet</h1>
          <p class="lead">
            These steps take the first prediction to its first verdict. Each shows when it is done.
          </p>
        </div>
      </header>
      <section class="block" aria-label="Set-up" data-live="set-up">
        <Shown of={props.view.setUp}>{(steps) => <SetUp steps={steps} />}</Shown>
      </section>
    </>
  );
}
