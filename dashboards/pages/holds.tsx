import type { Child } from "hono/jsx";
import { attempt, Shown } from "../parts/attempt.tsx";
import { Breadcrumbs } from "../parts/breadcrumbs.tsx";
import type { PageContent } from "../parts/document.tsx";
import type { Reads } from "../reads.ts";
import { DutyField, DutyNotice, DutyProblem, type ReturnedDuty, returnedTo } from "./duty-form.tsx";
import { HoldBox } from "./hold-box.tsx";
import type { DutyView } from "./record-duties.tsx";

/** `/holds`: whose evidence is held, what changed meanwhile, and the forms that place and release. */
export async function holds(reads: Reads, view: DutyView): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const found = await attempt("the holds", reads.holds);
  return {
    title: "Evidence holds",
    section: "duties",
    body: (
      <>
        <header class="page-head">
          <Breadcrumbs way={[{ word: "Duties", href: "/duties" }]} here="Holds" />
          {view.done === null ? null : (
            <p class="notice notice-done" role="status">
              {view.done}
            </p>
          )}
          <DutyNotice returned={view.returned} />
          <h1>Evidence holds</h1>
          <p class="soft">
            While a system is held, nothing of its telemetry, content or evidence expires or is
            erased, and every change of it raises an alarm.
          </p>
        </header>
        <section class="block" aria-labelledby="list">
          <h2 class="visually-hidden" id="list">
            Holds
          </h2>
          <Shown of={found}>
            {(all) =>
              all.length === 0 ? (
                <p class="quiet">Nothing is held, and nothing ever was.</p>
              ) : (
                all.map((hold) => (
                  <HoldBox
                    hold={hold}
                    now={nowMs}
                    mayRelease={view.mayDecide}
                    back="/holds"
                    returned={view.returned}
                  />
                ))
              )
            }
          </Shown>
        </section>
        {view.mayState ? <PlaceForm returned={returnedTo(view.returned, "place")} /> : null}
      </>
    ),
    status: view.status,
    refreshSeconds: null,
  };
}

function PlaceForm(props: { returned: ReturnedDuty | null }): Child {
  const of = { form: "place", returned: props.returned };
  return (
    <section class="block" aria-labelledby="place">
      <h2 id="place">Place a hold</h2>
      <form class="form" method="post" action="/holds">
        <DutyProblem returned={props.returned} />
        <DutyField {...of} name="system" label="System" required as="line" />
        <DutyField
          {...of}
          name="record"
          label="For a record"
          help="Such as NC-2026-0042."
          as="line"
        />
        <DutyField {...of} name="reason" label="Reason" required as="lines" />
        <button type="submit" class="button">
          Place the hold
        </button>
      </form>
    </section>
  );
}
