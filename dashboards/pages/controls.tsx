import type { Child } from "hono/jsx";
import type { Maintenance, StripWindow } from "../control-history.ts";
import { metricWords } from "../formats/metric.ts";
import { count, counted } from "../formats/number.ts";
import { span } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import { attempt, Shown, Unread, valueOr } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { CopyLine, SeverityMark } from "../parts/labels.tsx";
import { Time } from "../parts/time.tsx";
import { StripKey, VerdictStrip } from "../parts/verdict-strip.tsx";
import { StandingMark } from "../parts/vial.tsx";
import type { ControlSummary, Reads } from "../reads.ts";
import {
  type ControlFilter,
  controlFilter,
  filterQuery,
  fittingControls,
  type ListedControl,
} from "./control-filter.ts";
import { ControlsFilterForm, StatusLinks, statusWords } from "./controls-filter-form.tsx";

/** As many as a reader scrolls through; their strips are one question to the store. */
const SHOWN_MAX = 50;
const STRIP_WINDOWS = 40;

/** `/controls`: what is in force, what each window said, when it speaks next. The address keeps the filter. */
export async function controls(
  reads: Reads,
  query: Readonly<Record<string, string | undefined>>,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const filter = controlFilter(query);
  const found = await attempt("the controls", reads.controls);
  const all = valueOr(found, []);
  const fitting = fittingControls(all, filter);
  const pages = Math.max(1, Math.ceil(fitting.length / SHOWN_MAX));
  const page = Math.min(filter.page, pages);
  const shown = fitting.slice((page - 1) * SHOWN_MAX, page * SHOWN_MAX);
  const asked = {
    controls: shown
      .filter(({ control }) => control.instances.length > 0)
      .map(({ control }) => control.id),
    windows: STRIP_WINDOWS,
  };
  const strips = await attempt("the verdicts of the last windows", async () =>
    asked.controls.length === 0 ? [] : reads.verdictStrips(asked),
  );
  const windowsOf = new Map(valueOr(strips, []).map(({ control, windows }) => [control, windows]));
  const planned = await attempt("the planned maintenance", () =>
    reads.maintenance({ fromMs: nowMs, toMs: nowMs + 1 }),
  );
  return {
    title: "Controls",
    section: "controls",
    body: (
      <>
        <header class="page-head">
          <h1>Controls</h1>
          <p class="lead">
            What is required of your systems, and what each window of time said of it.
          </p>
        </header>
        {planned.kind === "unread" ? <Unread of={planned} /> : null}
        <UnderWay
          planned={valueOr(planned, []).filter((each) => each.fromMs <= nowMs && nowMs < each.toMs)}
          now={nowMs}
        />
        <Shown of={found}>
          {() =>
            all.length === 0 ? (
              <NoControls />
            ) : (
              <>
                <StatusLinks filter={filter} controls={all} />
                <ControlsFilterForm filter={filter} controls={all} />
                {strips.kind === "unread" ? <Unread of={strips} /> : null}
                <section class="block" aria-labelledby="list" data-live="controls">
                  <h2 id="list" class="visually-hidden">
                    The list
                  </h2>
                  <Found filter={{ ...filter, page }} many={fitting.length} shown={shown.length} />
                  {windowsOf.size === 0 ? null : <StripKey />}
                  <ControlRows
                    rows={shown}
                    windows={strips.kind === "unread" ? null : windowsOf}
                    now={nowMs}
                  />
                  <Pages filter={{ ...filter, page }} pages={pages} />
                </section>
              </>
            )
          }
        </Shown>
      </>
    ),
    status: 200,
    refreshSeconds: 15,
  };
}

/** Whoever looks for what should have been raised reads first why it was not. */
function UnderWay(props: { planned: readonly Maintenance[]; now: number }): Child {
  if (props.planned.length === 0) return null;
  return (
    <section class="block" aria-labelledby="maintenance">
      <h2 id="maintenance">Under maintenance</h2>
      <ul>
        {props.planned.map(({ systems, controls, owner, reason, toMs }) => (
          <li>
            Nothing is raised of {systems.length === 0 ? "any system" : systems.join(", ")}
            {controls.length === 0 ? "" : ` by ${controls.join(", ")}`} until{" "}
            <Time ms={toMs} now={props.now} />: {reason} ({owner}). Everything is judged; what still
            fires then is raised.
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoControls(): Child {
  return (
    <div class="quiet">
      <p>
        No control is in force: nothing is judged, and nothing will be raised. Write a control file
        ( the README has a first one, and the library has more), check it, and name it under{" "}
        <code>controls</code> in the configuration.
      </p>
      <CopyLine text="npx tiltmeter controls check controls.yaml" label="the command" />
    </div>
  );
}

function Found(props: { filter: ControlFilter; many: number; shown: number }): Child {
  const { filter, many, shown } = props;
  if (many === 0) {
    return (
      <p class="quiet">
        No control fits this filter. <a href="/controls">Show all</a>
      </p>
    );
  }
  const first = (filter.page - 1) * SHOWN_MAX + 1;
  return (
    <p class="soft">
      {many > shown
        ? `${count(first)} to ${count(first + shown - 1)} of ${counted(many, "control")}`
        : counted(many, "control")}
      , by status, the worst first
    </p>
  );
}

function ControlRows(props: {
  rows: readonly ListedControl[];
  /** Null: they could not be read. */
  windows: ReadonlyMap<string, readonly StripWindow[]> | null;
  now: number;
}): Child {
  const { rows, windows, now } = props;
  const groups = [...new Set(rows.map(({ control }) => control.status))];
  return groups.map((status) => (
    <section class="control-group" aria-labelledby={`status-${groups.indexOf(status)}`}>
      <h3 id={`status-${groups.indexOf(status)}`}>{statusWords[status] ?? status}</h3>
      <ul class="controls">
        {rows
          .filter(({ control }) => control.status === status)
          .map((row) => (
            <ControlRow
              row={row}
              windows={windows === null ? null : (windows.get(row.control.id) ?? [])}
              now={now}
            />
          ))}
      </ul>
    </section>
  ));
}

function ControlRow(props: {
  row: ListedControl;
  windows: readonly StripWindow[] | null;
  now: number;
}): Child {
  const { row, windows, now } = props;
  const { control, standing } = row;
  return (
    <li class="control-row">
      <div>
        <h4>
          <a href={`/controls/${segment(control.id)}`}>{control.title}</a>
        </h4>
        <p class="record-line">
          <SeverityMark severity={control.severity} />
          <span class="record-id">{control.id}</span>
          <span class="soft">{rhythm(control)}</span>
        </p>
        <p class="record-line soft">
          <span>{ownerWords(control.control)}</span>
          <Changed of={control} now={now} />
        </p>
      </div>
      <div>
        {control.instances.length === 0 ? null : windows === null ? (
          <p class="soft">The last windows could not be read.</p>
        ) : (
          <VerdictStrip
            windows={windows}
            everyMs={control.everyMs}
            now={now}
            room={STRIP_WINDOWS}
          />
        )}
      </div>
      <div class="control-now">
        {standing === null ? (
          <span class="soft">No verdict yet</span>
        ) : (
          <StandingMark standing={standing} />
        )}
        <Firing row={row} />
        <span class="due">{dueWords(control)}</span>
      </div>
    </li>
  );
}

function Firing(props: { row: ListedControl }): Child {
  const { firing, instances } = props.row;
  if (instances.length === 0) return null;
  // A control that looked and found nothing to judge has a verdict of its own, of no instance.
  if (instances.every(({ labels }) => Object.keys(labels).length === 0)) {
    return <span class="due">nothing to judge so far</span>;
  }
  return (
    <span class="due">
      {counted(instances.length, "instance")}, {firing === 0 ? "none" : count(firing)} firing
    </span>
  );
}

function Changed(props: { of: ControlSummary; now: number }): Child {
  const { changed } = props.of;
  if (changed === null) return null;
  return (
    <span>
      changed <Time ms={changed.atMs} now={props.now} only="relative" /> by {changed.by}
    </span>
  );
}

function Pages(props: { filter: ControlFilter; pages: number }): Child {
  const { filter, pages } = props;
  if (pages === 1) return null;
  const to = (page: number): string => filterQuery({ ...filter, page });
  return (
    <nav class="pages" aria-label="Pages of the list">
      {filter.page > 1 ? (
        <a href={to(filter.page - 1)} rel="prev">
          Before
        </a>
      ) : (
        <span class="soft">Before</span>
      )}
      <span>
        Page {count(filter.page)} of {count(pages)}
      </span>
      {filter.page < pages ? (
        <a href={to(filter.page + 1)} rel="next">
          Next
        </a>
      ) : (
        <span class="soft">Next</span>
      )}
    </nav>
  );
}

/** Who answers for a control; the library ships with a placeholder. */
function ownerWords({ owner }: ControlSummary["control"]): string {
  return owner === "" || owner === "unassigned" ? "no owner yet" : `with ${owner}`;
}

/** When a control speaks next; one that is not in force does not. */
export function dueWords({ status, due }: ControlSummary): string {
  return status === "draft" || status === "retired" ? "Not judged" : `Next verdict ${due}`;
}

/** `Drift (PSI) over windows of 15 min, judged every 5 min`. */
export function rhythm(control: ControlSummary): string {
  const every =
    control.everyMs === control.windowMs ? "" : `, judged every ${span(control.everyMs)}`;
  return `${metricWords(control.measure).title} over windows of ${span(control.windowMs)}${every}`;
}
