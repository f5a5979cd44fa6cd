import type { Concern } from "@tiltmeter/sdk/wire/concern";
import type { Outcome } from "@tiltmeter/sdk/wire/outcome";
import type { Oversight } from "@tiltmeter/sdk/wire/oversight";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Score } from "@tiltmeter/sdk/wire/score";
import { columnsOf, isPlainPrediction } from "../../columns/columns-of.ts";
import type { Entry } from "./batch.ts";
import { digestsOf, digestText } from "./columns/names-of.ts";
import { digestOf, identityOf } from "./identity.ts";
import { text } from "./json-text.ts";
import { type PredictionContent, predictionContent } from "./prediction-line.ts";
import {
  concernContent,
  outcomeContent,
  oversightContent,
  scoreContent,
} from "./statement-lines.ts";

interface Named {
  readonly entry: Entry;
  readonly system: string;
  readonly id: string;
  readonly identity: number;
  /** Of the content: what is said, not who carried it. */
  readonly digest: string;
  /** As `digest` was made before plain predictions were kept by column: what stands may have either. */
  readonly formerDigest: () => string;
  /**
   * What may stand only once within the id: of a prediction or an outcome there is one, and of each
   * check one score. Several decisions of people are all true, and so is every step of a concern: one of
   * them is its content.
   */
  readonly own: string;
  /** Of a call in a trace what everything that tells of it shares, whatever it is named; null of all else. */
  readonly call: string | null;
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
    })
  | (Named & {
      readonly kind: "score";
      readonly statement: Score;
      readonly content: string;
    })
  | (Named & {
      readonly kind: "concern";
      readonly statement: Concern;
      readonly content: string;
    });

/** Null for a record without an id: every change, heartbeat and profile stands. */
export function claimOf(entry: Entry): Claim | null {
  const { telemetry } = entry;
  const { origin, statement } = telemetry;
  if (!("id" in statement)) return null;
  const named = (content: string, own = ""): Named => {
    const former = (): string => digestOf(`${text(origin.environment)},${content}`);
    return {
      entry,
      system: origin.system,
      id: statement.id,
      identity: identityOf(origin.system, statement.id),
      digest: isPlainPrediction(telemetry) ? digestByColumn(telemetry) : former(),
      formerDigest: former,
      own,
      call: statement.kind === "prediction" ? callOf(telemetry, statement) : null,
    };
  };
  const itself = (content: string): Named => {
    const of = named(content);
    return { ...of, own: of.digest };
  };
  switch (statement.kind) {
    case "prediction": {
      const content = predictionContent(statement);
      const { described, features, call } = content;
      // Without a call the text is as it was before there were any: what stands is recognised by it.
      const said = `${described},${features ?? ""}${call === null ? "" : `,${call}`}`;
      return { kind: "prediction", statement, content, ...named(said) };
    }
    case "outcome": {
      const content = outcomeContent(statement);
      return { kind: "outcome", statement, content, ...named(content) };
    }
    case "oversight": {
      const content = oversightContent(statement);
      return { kind: "oversight", statement, content, ...itself(content) };
    }
    case "score": {
      const content = scoreContent(statement);
      return { kind: "score", statement, content, ...named(content, statement.name) };
    }
    case "concern": {
      const content = concernContent(statement);
      return { kind: "concern", statement, content, ...itself(content) };
    }
  }
}

/** The digest of a plain prediction is that of its row, in whatever form it came. */
function digestByColumn(telemetry: Entry["telemetry"]): string {
  return digestText(digestsOf(columnsOf([{ place: 0, telemetry }])), 0);
}

/**
 * A call of a generative model is told of by several, each in its own words: by our SDK, which names it after its answer,
 * and by spans of others, which are named after the trace as well. It stands once.
 */
function callOf({ origin, traceId }: Entry["telemetry"], { call }: Prediction): string | null {
  const { responseId = "" } = call ?? {};
  return traceId === "" || responseId === "" ? null : callKey(origin.system, traceId, responseId);
}

export function callKey(system: string, traceId: string, responseId: string): string {
  return JSON.stringify(["call", system, traceId, responseId]);
}

/** What may stand only once. */
export function claimKey(claim: Pick<Claim, "kind" | "system" | "id" | "own">): string {
  return JSON.stringify([claim.kind, claim.system, claim.id, claim.own]);
}
