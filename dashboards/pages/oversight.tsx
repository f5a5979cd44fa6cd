import type { Measurement } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { percent } from "../formats/number.ts";
import { MeasureTable } from "../parts/measure-table.tsx";
import { AllMeasures, MeasureFacts, measurementIn, valueText } from "../parts/measured.tsx";
import type { Measures } from "../reads.ts";
import type { HowLink } from "./how-link.ts";
import { byRole, type Oversight, ofReviews } from "./system-measures.ts";

/** What a reader looks for first. */
const inShort = [
  "override_rate",
  "review_time_p50",
  "short_review_rate",
  "overrides_right",
  "confirms_wrong",
] as const;

/** What people do with what a system says, and whether they look. */
export function OversightSection(props: { of: Oversight | null; how: HowLink }): Child {
  if (props.of === null) {
    return (
      <p class="quiet">
        No decision by a person was sent. Send every review, confirmations as well:{" "}
        <code>review</code> of the SDK, or <code>POST /api/v1/oversight</code>.
      </p>
    );
  }
  const { whole, byRole: roles } = props.of;
  if (!whole.metrics.some(({ points }) => points.length > 0)) {
    return <p class="quiet">No decision by a person falls in this range.</p>;
  }
  return (
    <>
      <ul class="findings">
        {reviewFindings(whole).map((line) => (
          <li class="finding">{line}</li>
        ))}
      </ul>
      <MeasureFacts measures={whole} metrics={inShort} how={props.how} />
      <Roles measures={roles} how={props.how} />
      <AllMeasures measures={whole} metrics={ofReviews} label="Oversight" how={props.how} />
    </>
  );
}

/** Whether people rubber-stamp, and whether they are right where they do not. */
export function reviewFindings(whole: Measures): readonly string[] {
  return [
    rubberStamping(measurementIn(whole, "override_shortfall")),
    letThrough(measurementIn(whole, "confirms_wrong")),
    overruled(measurementIn(whole, "overrides_right")),
  ].filter((line) => line !== null);
}

function rubberStamping(of: Measurement | null): string | null {
  if (of?.kind !== "measured") return null;
  const expected = numberIn(of, "expected");
  const [rate, least] = [numberIn(of, "rate"), expected === null ? "" : percent(expected)];
  const said = rate === null ? "People overrule" : `People overrule ${percent(rate)}`;
  if ((of.lower ?? -1) > 0) {
    return `${said}, where real reviews would show at least ${least}: it looks like rubber-stamping.`;
  }
  return (of.upper ?? 1) < 0
    ? `${said}, at least the ${least} that real reviews would show: no sign of rubber-stamping.`
    : `${said}; whether that is the ${least} that real reviews would show, so few reviews cannot tell.`;
}

function letThrough(of: Measurement | null): string | null {
  const said = valueText("confirms_wrong", of);
  return said === null || of?.kind !== "measured"
    ? null
    : `Of the confirmations with a known outcome, ${said} let an error of the model through.`;
}

function overruled(of: Measurement | null): string | null {
  const said = valueText("overrides_right", of);
  if (said === null || of?.kind !== "measured") return null;
  const [lower, upper] = [of.lower ?? 0, of.upper ?? 1];
  const verdict =
    lower > 0.5
      ? "people correct the model"
      : upper < 0.5
        ? "people are wrong more often than right when they overrule the model"
        : "too close to tell who is right more often";
  return `Of the overrides with a known outcome, ${said} were right: ${verdict}.`;
}

function numberIn(of: Measurement, name: string): number | null {
  const value = of.kind === "measured" ? of.detail[name] : undefined;
  return typeof value === "number" ? value : null;
}

function Roles(props: { measures: Measures; how: HowLink }): Child {
  const roles = [
    ...new Set(
      props.measures.metrics.flatMap(({ points }) => points.map(({ by }) => by["role"] ?? "")),
    ),
  ].slice(0, ROLES_MAX);
  if (roles.length === 0 || (roles.length === 1 && roles[0] === "")) return null;
  return (
    <div class="segment">
      <h3>By the reviewer's role</h3>
      <MeasureTable
        label="Reviews by role"
        head="Role"
        rows={roles.map((role) => ({ name: role === "" ? "(not said)" : role, by: { role } }))}
        metrics={byRole}
        measures={props.measures}
        how={props.how}
      />
    </div>
  );
}

/** More are names, not roles. */
const ROLES_MAX = 20;
