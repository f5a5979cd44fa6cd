import type { SupplierRegister, SupplierStanding } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { counted } from "../../formats/number.ts";
import { listed } from "../../formats/words.ts";
import { attempt, Shown } from "../../parts/attempt.tsx";
import type { PageContent } from "../../parts/document.tsx";
import { PlainTable } from "../../parts/plain-table.tsx";
import { Time } from "../../parts/time.tsx";
import type { Reads } from "../../reads.ts";
import { roadmapPage, type Visit } from "./frame.tsx";

const standingWords: Readonly<Record<SupplierStanding, string>> = {
  assessed: "assessed",
  ends_soon: "ends within 90 days",
  expired: "the assessment has expired",
  not_assessed: "never assessed",
};

/** `/suppliers`: the register beside what answered. */
export async function suppliers(reads: Reads, visit: Visit): Promise<PageContent> {
  const now = reads.nowMs();
  const found = await attempt("the suppliers", reads.roadmap.suppliers);
  return roadmapPage({
    ...{ href: "/suppliers", title: "Suppliers", visit },
    lead: "Whose models answer, and whether anybody has assessed them.",
    body: (
      <Shown of={found}>
        {(of) => (
          <>
            <p class="finding">{finding(of)}</p>
            <Unregistered of={of} now={now} />
            <Register of={of} now={now} />
            {of.unnamed === 0 ? null : (
              <p class="soft">
                {counted(of.unnamed, "prediction")} did not say whose model answered: nothing is
                known of these.
              </p>
            )}
          </>
        )}
      </Shown>
    ),
  });
}

function finding(of: SupplierRegister): string {
  const bad = of.lines.filter(
    ({ standing, predictions }) =>
      predictions > 0 && (standing === "expired" || standing === "not_assessed"),
  );
  const outside = of.lines.flatMap((line) => line.outside.map(({ name }) => name));
  const parts = [
    ...(of.unregistered.length === 0
      ? []
      : [`${listed(of.unregistered.map(({ provider }) => provider))} not on the register`]),
    ...(bad.length === 0
      ? []
      : [`${listed(bad.map(({ supplier }) => supplier.name))} in use without a valid assessment`]),
    ...(outside.length === 0 ? [] : [`not covered by an assessment: ${listed(outside)}`]),
  ];
  if (parts.length > 0) return `In traffic: ${parts.join("; ")}.`;
  if (of.lines.length === 0) {
    return "No supplier is on file, and none was seen. Add those whose models are used under suppliers in the governance file.";
  }
  return `${counted(of.lines.length, "supplier")}: what answers is assessed.`;
}

function Unregistered(props: { of: SupplierRegister; now: number }): Child {
  const { unregistered } = props.of;
  if (unregistered.length === 0) return null;
  return (
    <section class="block" aria-labelledby="unregistered">
      <h2 id="unregistered">Seen, and not on the register</h2>
      <PlainTable
        label="Seen, and not on the register"
        columns={["Provider", "Models", "Systems", "Predictions", "First seen", "Last seen"]}
        rows={unregistered.map((each) => [
          each.provider,
          listed(
            each.models.map((model) => model || "without a name"),
            8,
          ),
          listed(each.systems, 8),
          counted(each.predictions, "prediction"),
          <Time ms={each.firstSeenMs} now={props.now} only="moment" />,
          <Time ms={each.lastSeenMs} now={props.now} only="relative" />,
        ])}
      />
    </section>
  );
}

function Register(props: { of: SupplierRegister; now: number }): Child {
  const { lines } = props.of;
  if (lines.length === 0) return null;
  return (
    <section class="block" aria-labelledby="register">
      <h2 id="register">Register</h2>
      <PlainTable
        label="Register"
        columns={["Supplier", "Assessment", "Traffic", "Outside the assessment", "Contract"]}
        rows={lines.map(({ supplier, standing, predictions, systems, lastSeenMs, outside }) => [
          <>
            {supplier.name}
            <span class="under">
              {supplier.id}, known as {listed(supplier.providers)}
            </span>
          </>,
          <>
            {standing === "assessed" ? (
              standingWords[standing]
            ) : (
              <span class="clause-missing">{standingWords[standing]}</span>
            )}
            <span class="under">
              {supplier.assessed === null ? "" : `assessed ${supplier.assessed}`}
              {supplier.validUntil === null ? "" : `, valid until ${supplier.validUntil}`}
            </span>
          </>,
          predictions === 0 ? (
            <span class="soft">never seen</span>
          ) : (
            <>
              {counted(predictions, "prediction")}
              <span class="under">
                {listed(systems)}
                {lastSeenMs === null ? null : (
                  <>
                    , last <Time ms={lastSeenMs} now={props.now} only="relative" />
                  </>
                )}
              </span>
            </>
          ),
          outside.length === 0
            ? "nothing"
            : outside.map(({ what, name, systems: own }) => (
                <span class="under clause-missing">
                  {what} {name} in {listed(own)}
                </span>
              )),
          <>
            {supplier.terms.length === 0 ? (
              <span class="soft">no control measures its terms</span>
            ) : (
              `measured by ${listed(supplier.terms)}`
            )}
            {supplier.notice === null ? null : <span class="under">{supplier.notice}</span>}
          </>,
        ])}
      />
      <p class="soft">
        Regions are compared where predictions carry a segment <code>region</code>; models and
        providers as predictions name them.
      </p>
    </section>
  );
}
