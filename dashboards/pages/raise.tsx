import { type Field, REPORT_FIELDS } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { type Attempt, attempt, Shown, valueOr } from "../parts/attempt.tsx";
import { Breadcrumbs } from "../parts/breadcrumbs.tsx";
import type { PageContent } from "../parts/document.tsx";
import { FormField } from "../parts/form-field.tsx";
import type { Reads, ReportedConcern } from "../reads.ts";
import { type ReturnedForm, returnedTo } from "./returned-form.ts";

const CITES: Field = { name: "cites", label: "Citations", kind: "text", required: false };
/** The newest are offered; an older one is raised from its address. */
const CONCERNS_MAX = 50;

interface RaiseView {
  readonly systems: Attempt<readonly string[]>;
  readonly concerns: Attempt<readonly ReportedConcern[]>;
  /** The concern that the form begins with. */
  readonly concern: ReportedConcern | null;
  readonly returned: ReturnedForm | null;
}

/**
 * `/nonconformities/new`: what a person tells of a matter that no control raised. `?system=…&concern=…`
 * begins with a concern.
 */
export async function raise(
  reads: Reads,
  of: {
    readonly query: Readonly<Record<string, string>>;
    readonly returned: ReturnedForm | null;
    readonly status: PageContent["status"];
  },
): Promise<PageContent> {
  const [systems, all] = await Promise.all([
    attempt("the systems", async () => (await reads.systems()).map(({ id }) => id)),
    attempt("the concerns", () => reads.concerns(null)),
  ]);
  const concerns: RaiseView["concerns"] =
    all.kind === "unread"
      ? all
      : { kind: "read", value: all.value.filter(isUnresolved).slice(0, CONCERNS_MAX) };
  const { system, concern: id } = of.query;
  const concern = valueOr(all, []).find((each) => each.id === id && each.system === system) ?? null;
  return {
    title: "Raise a nonconformity",
    section: "nonconformities",
    body: <Raise view={{ systems, concerns, concern, returned: of.returned }} query={of.query} />,
    status: of.status,
    refreshSeconds: null,
  };
}

function Raise(props: { view: RaiseView; query: Readonly<Record<string, string>> }): Child {
  const { view, query } = props;
  const returned = returnedTo("raise", view.returned);
  const begin = beginning(view.concern, query);
  const value = (name: string): string => returned?.values[name] ?? begin[name] ?? "";
  return (
    <div class="raise">
      <header class="page-head">
        <Breadcrumbs way={[{ word: "Nonconformities", href: "/nonconformities" }]} here="New" />
        <h1>Raise a nonconformity</h1>
        <p class="lead">
          From an audit, an incident, a complaint, a concern, a supplier or a review. It gets a
          number, waits for an owner, and is worked to its end like those that controls raise.
        </p>
      </header>
      <form id="raise" class="form" method="post" action="/nonconformities/new">
        {returned === null ? null : (
          <p class="notice notice-error" role="alert">
            Nothing was raised: {returned.problem}
          </p>
        )}
        <Shown of={view.concerns}>
          {(concerns) => (
            <ConcernChoice
              concerns={concerns}
              begin={view.concern}
              chosen={returned?.values["concern"] ?? concernValue(view.concern)}
            />
          )}
        </Shown>
        {REPORT_FIELDS.map((field) => (
          <FormField
            form="raise"
            field={field}
            value={value(field.name)}
            problem={returned?.fields[field.name]}
          />
        ))}
        <FormField
          form="raise"
          field={CITES}
          name="cites"
          value={value("cites")}
          problem={returned?.fields["cites"]}
        />
        <p class="field-help">
          Known systems: {valueOr(view.systems, []).join(", ") || "none yet"}. Leave it empty where
          the matter is the management system's own.
        </p>
        <button type="submit" class="button button-primary">
          Raise it
        </button>
      </form>
    </div>
  );
}

function ConcernChoice(props: {
  concerns: readonly ReportedConcern[];
  begin: ReportedConcern | null;
  chosen: string;
}): Child {
  const { concerns, begin, chosen } = props;
  const offered = begin === null || concerns.includes(begin) ? concerns : [begin, ...concerns];
  if (offered.length === 0) return null;
  return (
    <div class="field">
      <label class="field-label" for="raise-concern">
        Concern that it follows from <span class="soft">optional</span>
      </label>
      <p class="field-help" id="raise-concern-help">
        Whoever reported a concern may have stayed anonymous, and stays so.
      </p>
      <select id="raise-concern" name="concern" aria-describedby="raise-concern-help">
        <option value="">none</option>
        {offered.map((concern) => (
          <option
            value={concernValue(concern)}
            selected={concernValue(concern) === chosen}
          >{`${concern.system}: ${reportOf(concern)?.summary || concern.id}`}</option>
        ))}
      </select>
    </div>
  );
}

/** A concern as a form sends it: its system and id, in JSON. */
export function concernValue(
  concern: { readonly system: string; readonly id: string } | null,
): string {
  return concern === null ? "" : JSON.stringify([concern.system, concern.id]);
}

/** The concern that a form names; null: none. */
export function concernNamed(
  text: string,
): { readonly system: string; readonly id: string } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return null;
    const [system, id]: unknown[] = value;
    return typeof system === "string" && typeof id === "string" ? { system, id } : null;
  } catch {
    return null;
  }
}

/** What a concern, or the address, says already. */
function beginning(
  concern: ReportedConcern | null,
  query: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const system = query["system"] ?? "";
  if (concern === null) return { system };
  const report = reportOf(concern);
  return {
    system,
    source: "concern",
    title: `A concern was raised: ${report?.kind || "no kind was given"}`,
    statement: report?.summary ?? "",
    ...(report === undefined ? {} : { found_at: new Date(report.timeMs).toISOString() }),
    // Whoever reported without a name stays without one.
    reported_by: report?.by ?? "",
  };
}

function reportOf({ steps }: ReportedConcern): ReportedConcern["steps"][number] | undefined {
  return steps.find(({ status }) => status === "reported") ?? steps[0];
}

function isUnresolved({ steps }: ReportedConcern): boolean {
  return !steps.some(({ status }) => status === "resolved");
}
