import type { Child } from "hono/jsx";
import type { RecordDuties } from "../duties.ts";
import { segment } from "../formats/words.ts";
import { attempt } from "../parts/attempt.tsx";
import { Breadcrumbs } from "../parts/breadcrumbs.tsx";
import type { PageContent } from "../parts/document.tsx";
import type { Reads } from "../reads.ts";
import { DutyNotice, type ReturnedDuty } from "./duty-form.tsx";
import { HoldBox } from "./hold-box.tsx";
import { notFound, unreadable } from "./problem.tsx";
import { RecordClocks } from "./record-clocks.tsx";
import { ReportingDuties } from "./reporting-duties.tsx";

export interface DutyView {
  /** May this person work on records? */
  readonly mayState: boolean;
  /** May this person record reports, set clocks aside and release holds? */
  readonly mayDecide: boolean;
  readonly returned: ReturnedDuty | null;
  readonly done: string | null;
  readonly status: PageContent["status"];
}

/** `/nonconformities/:id/duties`: all that falls due of one record, and what is held for it. */
export async function recordDuties(reads: Reads, id: string, view: DutyView): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const found = await attempt(`the duties of ${id}`, () => reads.recordDuties(id));
  if (found.kind === "unread") return unreadable(found);
  if (found.value === null) {
    return notFound(`No record is called ${id}`, "Records are never deleted: check the number.");
  }
  return {
    title: `${id}: what falls due`,
    section: "duties",
    body: (
      <>
        <header class="page-head">
          <Breadcrumbs
            way={[
              { word: "Nonconformities", href: "/nonconformities" },
              { word: id, href: `/nonconformities/${segment(id)}` },
            ]}
            here="Duties"
          />
          {view.done === null ? null : (
            <p class="notice notice-done" role="status">
              {view.done}
            </p>
          )}
          <DutyNotice returned={view.returned} />
          <h1>What falls due of {id}</h1>
        </header>
        <DutySections record={id} duties={found.value} now={nowMs} view={view} />
      </>
    ),
    status: view.status,
    refreshSeconds: null,
  };
}

/** Clocks, reports and holds of one record, each a section. */
function DutySections(props: {
  record: string;
  duties: RecordDuties;
  now: number;
  view: DutyView;
}): Child {
  const { record, duties, now, view } = props;
  return (
    <>
      <section class="block" aria-labelledby="clocks">
        <h2 id="clocks">Clocks</h2>
        <RecordClocks clocks={duties.clocks} now={now} />
      </section>
      <section class="block" aria-labelledby="reports">
        <h2 id="reports">Reports to others</h2>
        <ReportingDuties {...{ ...view, ...duties, record, now }} />
      </section>
      <section class="block" aria-labelledby="holds">
        <h2 id="holds">Evidence</h2>
        {duties.holds.length === 0 ? (
          <p class="quiet">
            Nothing is held. A suspected serious incident places a hold by itself;{" "}
            <a href="/holds">anybody who works on records may place one</a>.
          </p>
        ) : (
          duties.holds.map((hold) => (
            <HoldBox
              hold={hold}
              now={now}
              mayRelease={view.mayDecide}
              back={`/nonconformities/${segment(record)}/duties`}
              returned={view.returned}
            />
          ))
        )}
      </section>
    </>
  );
}
