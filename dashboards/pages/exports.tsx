import type { Child } from "hono/jsx";
import { EXPORT_KINDS, type ExportKind, type ExportSummary, type PageExports } from "../exports.ts";
import { count } from "../formats/number.ts";
import { iso } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { Time } from "../parts/time.tsx";
import { RecordsNav } from "./roadmap/frame.tsx";

/** A form that came back: what was written, and what is wrong with it. */
export interface ReturnedExport {
  readonly values: Readonly<Record<string, string>>;
  readonly problem: string;
}

/** While one is made the page looks again by itself. */
const REFRESH_SECONDS = 5;
const DAY_MS = 86_400_000;

/** `/exports`: what compliance hands over, made and fetched here. */
export async function exports(
  from: Pick<PageExports, "list" | "nowMs">,
  of: {
    readonly returned: ReturnedExport | null;
    readonly done: boolean;
    /** Another one while one is made: the page holds still, so that the form can be filled in. */
    readonly another: boolean;
  },
): Promise<PageContent> {
  const nowMs = from.nowMs();
  const found = await attempt("the exports", async () => from.list());
  const isBusy =
    found.kind === "read" &&
    found.value.some(({ status }) => status === "waiting" || status === "running");
  const isWaiting = isBusy && of.returned === null && !of.another;
  return {
    title: "Exports",
    section: "exports",
    body: (
      <>
        <header class="page-head">
          <h1>Exports</h1>
          <p class="lead">What you hand to an auditor, and what is in it.</p>
        </header>
        <RecordsNav href="/exports" mayExport />
        {of.done ? (
          <p class="notice" role="status">
            It is being made. This page shows when it can be fetched.
          </p>
        ) : null}
        <section class="block" aria-labelledby="made">
          <h2 id="made">Made</h2>
          <Shown of={found}>{(all) => <Made of={all} now={nowMs} />}</Shown>
        </section>
        <section class="block" aria-labelledby="make">
          <h2 id="make">Make one</h2>
          {isWaiting ? (
            <p>
              One is being made, and this page looks again by itself.{" "}
              <a href="/exports?another=yes">Ask for another</a>
            </p>
          ) : (
            <ExportForm returned={of.returned} now={nowMs} />
          )}
        </section>
        <section class="block" aria-labelledby="covered">
          <h2 id="covered">What is covered, and what is not</h2>
          <Covered />
        </section>
      </>
    ),
    status: of.returned === null ? 200 : 422,
    refreshSeconds: isWaiting ? REFRESH_SECONDS : null,
  };
}

const names: Readonly<Record<ExportKind, string>> = {
  audit: "Audit package",
  register: "Register of nonconformities",
  oscal: "OSCAL documents",
};

function Made(props: { of: readonly ExportSummary[]; now: number }): Child {
  if (props.of.length === 0) {
    return (
      <p class="quiet">
        Nothing was made yet, or its files are gone: they are kept for a week, and go at once where
        somebody's words are erased. The ledger keeps that they were made.
      </p>
    );
  }
  return (
    <ul class="exports">
      {props.of.map((each) => (
        <li>
          <h3>
            {names[each.terms.kind]}, {day(each.terms.fromMs)} to before {day(each.terms.toMs)}
          </h3>
          <p class="soft">
            {each.terms.systems === null ? "All systems" : each.terms.systems.join(", ")}
            {each.terms.sample === null
              ? ""
              : `; a sample of ${count(each.terms.sample.count)} by the seed ${each.terms.sample.seed}`}
            ; asked for by {each.by} <Time ms={each.startedMs} now={props.now} />
          </p>
          <Standing of={each} />
        </li>
      ))}
    </ul>
  );
}

function Standing(props: { of: ExportSummary }): Child {
  const { of } = props;
  switch (of.status) {
    case "waiting":
      return <p>Waits for the one before it.</p>;
    case "running":
      return (
        <p>
          {Math.round(100 * (of.share ?? 0))} % made: {of.what}
        </p>
      );
    case "failed":
      return (
        <p class="notice notice-error" role="alert">
          It failed: {of.reason}. Nothing half was kept; make it again.
        </p>
      );
    case "done":
      return (
        <>
          <ul class="files">
            {(of.files ?? []).map(({ name, bytes }) => (
              <li>
                <a
                  href={`/api/v1/exports/${segment(of.id)}/files/${segment(name)}`}
                  download={name}
                >
                  {name}
                </a>{" "}
                <span class="soft">{size(bytes)}</span>
              </li>
            ))}
          </ul>
          <p class="soft">
            In the ledger as <code class="digest">{of.digest}</code>
          </p>
          {(of.missing ?? []).map((each) => (
            <p class="finding">Not in it: {each}</p>
          ))}
        </>
      );
  }
}

function ExportForm(props: { returned: ReturnedExport | null; now: number }): Child {
  const { returned } = props;
  const value = (name: string, instead: string): string => returned?.values[name] ?? instead;
  const [from, to] = lastQuarter(props.now);
  const kind = value("kind", "audit");
  return (
    <form class="form export-form" method="post" action="/exports">
      {returned === null ? null : (
        <p class="notice notice-error" role="alert">
          Nothing was made: {returned.problem}
        </p>
      )}
      <div class="field">
        <label class="field-label" for="kind">
          What
        </label>
        <select id="kind" name="kind">
          {EXPORT_KINDS.map((each) => (
            <option value={each} selected={each === kind}>
              {names[each]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label class="field-label" for="from">
          From
        </label>
        <input id="from" name="from" type="date" required value={value("from", from)} />
      </div>
      <div class="field">
        <label class="field-label" for="to">
          To <span class="soft">(this day is not part of it)</span>
        </label>
        <input id="to" name="to" type="date" required value={value("to", to)} />
      </div>
      <div class="field">
        <label class="field-label" for="systems">
          Systems <span class="soft">(none: all)</span>
        </label>
        <input id="systems" name="systems" value={value("systems", "")} />
        <p class="field-help">Their ids, with commas between.</p>
      </div>
      <div class="field">
        <label class="field-label" for="sample">
          Sample of predictions <span class="soft">(none: no sample)</span>
        </label>
        <input id="sample" name="sample" inputmode="numeric" value={value("sample", "")} />
      </div>
      <div class="field">
        <label class="field-label" for="seed">
          Seed of the sample
        </label>
        <input id="seed" name="seed" value={value("seed", "")} />
        <p class="field-help">
          The auditor's own words or number. Drawn are the predictions whose SHA-256 of
          SEED:SYSTEM:ID is smallest, so that anybody can draw them again.
        </p>
      </div>
      <button class="button button-primary" type="submit">
        Make it
      </button>
    </form>
  );
}

function Covered(): Child {
  return (
    <div class="export-covered">
      <p>
        The audit package opens without our software: text, CSV, JSON, PDF and SVG. It holds the
        inventory of systems, every version of the controls with the clauses that they evidence,
        what ran and what was missed, each nonconformity with its dossier, oversight, incidents,
        suppliers, management reviews, the ledger with its proofs, a sample, and OSCAL.
      </p>
      <p>
        It is verified offline with <code>tiltmeter verify</code>, or with a second program that
        lies in it. A package cannot vouch for its own signer: the auditor holds the ledger's key
        from elsewhere.
      </p>
      <ul>
        <li>Inputs, prompts and texts of single decisions are in none of it.</li>
        <li>AI that sends no telemetry is not covered, nor is what is for people to attest.</li>
        <li>
          <a href="/coverage">Coverage of clauses</a> names what is not evidenced; the package names
          it again, part by part.
        </li>
        <li>None of it is a statement of conformity.</li>
      </ul>
    </div>
  );
}

/** The last quarter that is over, as two days. */
function lastQuarter(nowMs: number): readonly [from: string, to: string] {
  const [year, month] = [Number(iso(nowMs).slice(0, 4)), Number(iso(nowMs).slice(5, 7))];
  const begin = month - ((month - 1) % 3);
  const before = begin === 1 ? `${year - 1}-10-01` : `${year}-${two(begin - 3)}-01`;
  return [before, `${year}-${two(begin)}-01`];
}

function day(ms: number): string {
  return iso(ms).slice(0, 10);
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** `1.4 MB`. */
function size(bytes: number): string {
  const unit = SIZES.find(({ of }) => bytes >= of);
  return unit === undefined ? `${count(bytes)} B` : `${(bytes / unit.of).toFixed(1)} ${unit.name}`;
}

const SIZES = [
  { name: "GB", of: 1e9 },
  { name: "MB", of: 1e6 },
  { name: "kB", of: 1e3 },
];

/** Midnight (UTC) of a day as a form writes it; null for anything else. */
export function dayMs(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? null : ms;
}

/** A period shorter than a day is none that an auditor asks for. */
export const PERIOD_MS_MIN: number = DAY_MS;
