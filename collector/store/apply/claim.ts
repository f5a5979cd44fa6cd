import type { Outcome } from "@tiltmeter/sdk/wire/outcome";
import type { Oversight } from "@tiltmeter/sdk/wire/oversight";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Entry } from "./batch.ts";
import { digestOf, identityOf } from "./identity.ts";
import { text } from "./json-text.ts";
import { type PredictionContent, predictionContent } from "./prediction-line.ts";
import { outcomeContent, oversightContent } from "./statement-lines.ts";

interface Named {
  readonly entry: Entry;
  readonly system: string;
  readonly id: string;
  readonly identity: number;
  /** Of the content: what is said, not who carried it. */
  readonly digest: string;
}

/** A record that claims a (system, id), with its content ready to be stored. */
export type Claim =
  | (Named & {
      readonly kind: "prediction";
      readonly statement: Prediction;
      readonly content: PredictionContent;
    })
  | (Named & {
      readonly kind: "outcome";
      readonly statement: Outcome;
      readonly content: string;
    })
  | (Named & {
      readonly kind: "oversight";
      readonly statement: Oversight;
      readonly content: string;
    });

/** Null for a record without an id: every change, heartbeat and profile stands. */
export function claimOf(entry: Entry): Claim | null {
  const { telemetry } = entry;
  const { origin, statement } = telemetry;
  if (!("id" in statement)) return null;
  const named = (content: string): Named => ({
    entry,
    system: origin.system,
    id: statement.id,
    identity: identityOf(origin.system, statement.id),
    digest: digestOf(`${text(origin.environment)},${content}`),
  });
  switch (statement.kind) {
    case "prediction": {
      const content = predictionContent(statement);
      const said = `${content.described},${content.features ?? ""}`;
      return { kind: "prediction", statement, content, ...named(said) };
    }
    case "outcome": {
      const content = outcomeContent(statement);
      return { kind: "outcome", statement, content, ...named(content) };
    }
    case "oversight": {
      const content = oversightContent(statement);
      return { kind: "oversight", statement, content, ...named(content) };
    }
  }
}

/**
 * What may stand only once. Several decisions of people about one prediction are all true, so an
 * oversight decision is its content; of a prediction or an outcome there is one.
 */
export function claimKey(claim: {
  readonly kind: Claim["kind"];
  readonly system: string;
  readonly id: string;
  readonly digest: string;
}): string {
  const own = claim.kind === "oversight" ? claim.digest : "";
  return JSON.stringify([claim.kind, claim.system, claim.id, own]);
}
