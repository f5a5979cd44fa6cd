import type { Nonconformity } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { Prose } from "../parts/prose.tsx";

/** What people write down on the way, in the order in which it is asked. */
const PARTS: readonly {
  readonly title: string;
  readonly fields: Readonly<Record<string, string>>;
}[] = [
  {
    title: "Assessment",
    fields: {
      assessment: "Is a requirement not fulfilled, and why",
      affected: "Who is affected",
      serious_incident: "Serious incident",
      aware_at: "Aware since",
    },
  },
  {
    title: "Containment",
    fields: {
      correction: "Correction",
      consequences: "Consequences dealt with",
      until: "Accepted until",
      accepted_by: "Accepted by",
    },
  },
  {
    title: "Cause",
    fields: {
      cause: "Cause",
      cause_category: "Where it lies",
      method: "Found by",
      elsewhere: "Could it occur elsewhere",
      criterion: "Criterion of effectiveness",
    },
  },
  {
    title: "Effect and closure",
    fields: {
      result: "Result",
      result_evidence: "Evidence of the result",
      system_change: "Does the management system change",
      reference: "Reference",
      // As earlier versions asked for them.
      actions: "Actions",
      action_owner: "Owner of the actions",
      reviewer: "Reviewer",
      second_person: "Second person",
    },
  },
];

/** What people have found and done so far, as the dossier tells it. */
export function WorkedOut(props: { record: Nonconformity }): Child {
  const { fields, cycle } = props.record;
  const parts = PARTS.map(({ title, fields: names }) => ({
    title,
    answers: Object.entries(names).flatMap(([name, label]) => {
      const value = fields[name];
      return value === undefined ? [] : [{ label, value }];
    }),
  })).filter(({ answers }) => answers.length > 0);
  if (parts.length === 0) return <p class="quiet">Nobody has assessed it yet.</p>;
  return (
    <>
      {cycle > 1 ? (
        <p class="soft">
          This is cycle {cycle}: what was done before did not work. What was written then is in the
          history below.
        </p>
      ) : null}
      {parts.map(({ title, answers }) => (
        <section class="worked-out">
          <h3>{title}</h3>
          <dl class="answers">
            {answers.map(({ label, value }) => (
              <div>
                <dt>{label}</dt>
                <dd>
                  <Prose text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
