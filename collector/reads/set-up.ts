import type { Reads } from "@tiltmeter/dashboards";

type SetUpStep = Awaited<ReturnType<Reads["setUp"]>>[number];

/** The checklist of a first set-up, each step with what to do and whether it is done. */
export function setUpSteps(of: {
  readonly url: string;
  readonly systems: readonly {
    readonly id: string;
    /** What its declaration lacks that a set-up needs, `owner`, `risk tier`, …; see `setUpGaps`. */
    readonly lacks: readonly string[];
    readonly predictions: number;
    readonly baseline: { readonly approvedMs: number | null } | null;
  }[];
  /** Controls in force: those in shadow raise nothing. */
  readonly controls: number;
  readonly channels: number;
}): readonly SetUpStep[] {
  const seen = of.systems.filter((system) => system.predictions > 0);
  const has = (...what: readonly string[]): boolean =>
    of.systems.some(({ lacks }) => what.every((each) => !lacks.includes(each)));
  const example = seen[0]?.id ?? "my-model";
  return [
    {
      title: "Send a first prediction",
      done: seen.length > 0,
      how: "Wrap a model call with @tiltmeter/sdk, or send one with curl and the ingest key that the collector printed.",
      command: `curl -X POST ${of.url}/api/v1/predictions -H "Authorization: Bearer $TILTMETER_KEY" -H "Content-Type: application/json" -d '{"system":"my-model","id":"1","model":{"name":"first","version":"1"},"label":"yes","score":0.9}'`,
    },
    {
      title: "Declare the system",
      done: has("declaration", "owner", "risk tier"),
      how: "Name it, its owner and its risk tier in systems.yaml (or under `systems` in the configuration); a declared system that falls silent is found.",
      command: `systems: [{ id: ${example}, owner: my-team, risk_tier: limited }]`,
    },
    {
      title: "Approve a baseline",
      done: of.systems.some((system) => (system.baseline?.approvedMs ?? null) !== null),
      how: "Register what the model was validated on (or a past window) as a baseline and approve it; drift is measured against it.",
      command: `curl -X POST ${of.url}/api/v1/baselines -H "Authorization: Bearer $TILTMETER_ADMIN_KEY" -H "Content-Type: application/json" -d '{"system":"${example}","name":"validation","columns":{"age":[31,45,28]}}'`,
    },
    {
      title: "Record a first review",
      done: has("declaration", "first review"),
      how: "Assess its risks and its impact on people, and write when, and how long that holds, into its declaration; an assessment that is overdue is found.",
      command: "assessment: { date: 2026-05-01, every: 365d }",
    },
    {
      title: "Put controls in force",
      done: of.controls > 0,
      how: "The shipped controls are evaluated in shadow and raise nothing: look at what they say, then let them raise in the configuration, or name a control file of your own under `controls` (the README has a first one).",
      command: "library: enforce",
    },
    {
      title: "Say who is told",
      done: of.channels > 0,
      how: "Name a webhook under `channels` in the configuration; every nonconformity is sent to it, signed.",
      command:
        "channels: { compliance: { webhook: { url: https://compliance.example.com/hook, secret: whsec_… } } }",
    },
  ];
}
