import { type DetectionRate, detectionRate, falseAlarmRate, REVIEWERS_MIN } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { count, counted, percent } from "../../formats/number.ts";
import { span } from "../../formats/time.ts";
import { listed, segment } from "../../formats/words.ts";
import { FoldedActForm } from "../../parts/act-form.tsx";
import { attempt, Shown } from "../../parts/attempt.tsx";
import type { PageContent } from "../../parts/document.tsx";
import { PlainTable } from "../../parts/plain-table.tsx";
import { Time } from "../../parts/time.tsx";
import type { Reads } from "../../reads.ts";
import type { OversightRecords } from "../../roadmap-reads.ts";
import { Days, dayOf, daysRange, roadmapPage, type Visit } from "./frame.tsx";

/** `/oversight`: who answers, who decided with what authorisation, exercises and drills. */
export async function oversightRecords(reads: Reads, visit: Visit): Promise<PageContent> {
  const now = reads.nowMs();
  const { days, range } = daysRange(visit, now);
  const found = await attempt("the records of oversight", () => reads.roadmap.oversight(range));
  return roadmapPage({
    ...{ href: "/oversight", title: "Oversight", visit },
    lead: "Who answers for each system, whether those who decided were allowed to, and whether people notice errors and can stop a system.",
    body: (
      <>
        <Days href="/oversight" days={days} />
        <Shown of={found}>
          {(of) => (
            <>
              <Accountability of={of} />
              <Authorisation of={of} />
              <Calibrations of={of} visit={visit} now={now} />
              <Drills of={of} visit={visit} now={now} />
            </>
          )}
        </Shown>
      </>
    ),
  });
}

function Accountability(props: { of: OversightRecords }): Child {
  const { accountability } = props.of;
  const lacking = accountability.filter(({ gaps }) => gaps.length > 0);
  return (
    <section class="block" aria-labelledby="accountability">
      <h2 id="accountability">Accountability</h2>
      {accountability.length === 0 ? (
        <p class="quiet">
          No system is declared. Declare them in <code>systems.yaml</code> with owner, deputy and
          oversight role.
        </p>
      ) : (
        <>
          <p class="finding">
            {lacking.length === 0
              ? `${counted(accountability.length, "system")}, each with owner, deputy and oversight.`
              : `${listed(lacking.map(({ system }) => system))}: somebody is missing.`}
          </p>
          <PlainTable
            label="Accountability"
            columns={["System", "Owner", "Deputy", "Oversight role", "Reviewers today", "Missing"]}
            rows={accountability.map((each) => [
              <a href={`/systems/${segment(each.system)}`}>{each.system}</a>,
              each.owner ?? <span class="soft">nobody</span>,
              each.deputy ?? <span class="soft">nobody</span>,
              each.oversightRole ?? <span class="soft">none</span>,
              count(each.reviewers),
              each.gaps.length === 0 ? (
                "nothing"
              ) : (
                <span class="clause-missing">{each.gaps.join("; ")}</span>
              ),
            ])}
          />
        </>
      )}
    </section>
  );
}

function Authorisation(props: { of: OversightRecords }): Child {
  const { authorisation } = props.of;
  return (
    <section class="block" aria-labelledby="authorisation">
      <h2 id="authorisation">Decisions by authorisation</h2>
      <p class="soft">
        By role: who it was is not told, and people are not counted where they are fewer than{" "}
        {REVIEWERS_MIN}.
      </p>
      {authorisation.length === 0 ? (
        <p class="quiet">Nobody decided anything in this time.</p>
      ) : (
        <PlainTable
          label="Decisions by authorisation"
          columns={[
            ...["System and role", "Decisions", "Authorised", "Not on the list", "After expiry"],
            ...["Without a name", "People"],
          ]}
          rows={authorisation.map((each) => [
            <>
              {each.system}
              <span class="under">{each.role || "no role is said"}</span>
            </>,
            count(each.decisions),
            count(each.authorised),
            wrong(each.unlisted),
            wrong(each.expired),
            count(each.anonymous),
            each.reviewers === null ? (
              <span class="soft">fewer than {REVIEWERS_MIN}</span>
            ) : (
              count(each.reviewers)
            ),
          ])}
        />
      )}
    </section>
  );
}

function wrong(n: number): Child {
  return n === 0 ? "0" : <span class="clause-missing">{count(n)}</span>;
}

function Calibrations(props: { of: OversightRecords; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  return (
    <section class="block" aria-labelledby="calibrations">
      <h2 id="calibrations">Calibration exercises</h2>
      <p class="soft">
        Errors are put among the decisions that reviewers see; how many they find is a measure of
        oversight. Results are kept by role.
      </p>
      {of.calibrations.length === 0 ? (
        <p class="quiet">No exercise was planned yet.</p>
      ) : (
        <PlainTable
          label="Calibration exercises"
          columns={["Exercise", "System and role", "Plan", "Errors found", "False alarms"]}
          rows={of.calibrations.map((each) => [
            <>
              {each.id}
              <span class="under">
                {dayOf(each.fromMs)} to {dayOf(each.untilMs)}, by {each.by}
              </span>
            </>,
            <>
              {each.system}
              <span class="under">{each.role}</span>
            </>,
            <>
              {each.plan}
              <span class="under">
                {count(each.errors)} wrong of {count(each.items)}
              </span>
            </>,
            each.recorded === null ? (
              <>
                {each.untilMs < now ? (
                  <span class="clause-missing">no results, and it is over</span>
                ) : (
                  "not held yet"
                )}
                {visit.may("record_calibration") ? (
                  <FoldedActForm
                    act="record_calibration"
                    given={{ id: each.id }}
                    returned={visit.returned}
                  />
                ) : null}
              </>
            ) : (
              each.recorded.results.map((result) => (
                <Rate
                  of={detectionRate(result)}
                  part={result.detected}
                  whole={result.seeded}
                  role={`${result.role}, ${counted(result.reviewers, "reviewer")}`}
                />
              ))
            ),
            each.recorded === null
              ? ""
              : each.recorded.results.map((result) => (
                  <Rate
                    of={falseAlarmRate(result)}
                    part={result.falseAlarms}
                    whole={result.sound}
                    role={result.role}
                  />
                )),
          ])}
        />
      )}
      {visit.may("plan_calibration") ? (
        <FoldedActForm act="plan_calibration" returned={visit.returned} />
      ) : null}
    </section>
  );
}

function Rate(props: {
  of: DetectionRate | null;
  part: number;
  whole: number;
  role: string;
}): Child {
  const { of, part, whole, role } = props;
  if (of === null) return <span class="under">{role}: none was shown</span>;
  return (
    <>
      {percent(of.rate)}
      <span class="under">
        {percent(of.lower)} to {percent(of.upper)}, {count(part)} of {count(whole)}, {role}
      </span>
    </>
  );
}

function Drills(props: { of: OversightRecords; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  return (
    <section class="block" aria-labelledby="drills">
      <h2 id="drills">Stop drills</h2>
      {of.drills.length === 0 ? (
        <p class="quiet">Nobody has tried to stop a system yet.</p>
      ) : (
        <PlainTable
          label="Stop drills"
          columns={["Drill", "System", "Outcome", "Time taken", "Declared", "What was learnt"]}
          rows={of.drills.map((each) => [
            <>
              {each.id}
              <span class="under">
                <Time ms={each.heldMs} now={now} only="moment" />, {each.role}
              </span>
            </>,
            each.system,
            each.outcome === "stopped" ? (
              "stopped"
            ) : (
              <span class="clause-missing">did not stop</span>
            ),
            each.afterMs === null ? (
              ""
            ) : each.targetMs !== null && each.afterMs > each.targetMs ? (
              <span class="clause-missing">{span(each.afterMs)}, too late</span>
            ) : (
              span(each.afterMs)
            ),
            each.targetMs === null ? (
              <span class="soft">no reaction time</span>
            ) : (
              span(each.targetMs)
            ),
            each.notes,
          ])}
        />
      )}
      {of.stops.length === 0 ? null : (
        <>
          <h3>Suspensions that happened, as measured</h3>
          <PlainTable
            label="Suspensions that happened"
            columns={["System", "When", "By", "Until it stood still", "Declared"]}
            rows={of.stops
              .slice(0, 50)
              .map((each) => [
                each.system,
                <Time ms={each.sinceMs} now={now} only="moment" />,
                each.by,
                each.afterMs === null ? (
                  <span class="clause-missing">no sign of it</span>
                ) : each.targetMs !== null && each.afterMs > each.targetMs ? (
                  <span class="clause-missing">{span(each.afterMs)}, too late</span>
                ) : (
                  span(each.afterMs)
                ),
                each.targetMs === null ? (
                  <span class="soft">no reaction time</span>
                ) : (
                  span(each.targetMs)
                ),
              ])}
          />
        </>
      )}
      {visit.may("record_drill") ? (
        <FoldedActForm act="record_drill" returned={visit.returned} />
      ) : null}
    </section>
  );
}
