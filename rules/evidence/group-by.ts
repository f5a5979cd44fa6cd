import {
  type CallDimension,
  type Dimension,
  isCallDimension,
  type Labels,
  labelsKey,
} from "./labels.ts";
import type { EvidenceRequest } from "./request.ts";

/** What was said, and where. */
export interface Placed<Statement> {
  readonly system: string;
  readonly environment: string;
  readonly statement: Statement;
}

/** What a record is grouped by. */
interface Described {
  readonly model: { readonly version: string; readonly supplier?: string };
  readonly segment: Readonly<Record<string, string>>;
  readonly call?: { readonly requestModel: string; readonly operation: string };
}

/** The records of one step and one set of labels, of one system. */
export interface Split<Member> {
  readonly startMs: number;
  readonly labels: Labels;
  readonly members: Member[];
}

/** Splits records by the step that they fall in, their system and the request's dimensions. */
export function groupBy<Statement extends { readonly timeMs: number }>(
  request: EvidenceRequest,
  members: readonly Placed<Statement>[],
  described: (member: Placed<Statement>) => Described | undefined,
  roleOf: (member: Placed<Statement>) => string,
): Split<Placed<Statement>>[] {
  const dimensions = request.by.filter((dimension) => dimension !== "feature");
  const step = request.stepMs ?? request.toMs - request.fromMs;
  const splits = new Map<string, Split<Placed<Statement>>>();
  for (const member of members) {
    const startMs =
      request.fromMs + Math.floor((member.statement.timeMs - request.fromMs) / step) * step;
    const labels = Object.fromEntries(
      dimensions.map((dimension) => [
        dimension,
        dimension === "role"
          ? roleOf(member)
          : labelOf(dimension, member.system, described(member)),
      ]),
    );
    const key = splitKey({ startMs, system: member.system, labels });
    const split = splits.get(key) ?? { startMs, labels, members: [] };
    splits.set(key, split);
    split.members.push(member);
  }
  return [...splits.values()];
}

/** One text for one split. */
export function splitKey(of: { startMs: number; system: string; labels: Labels }): string {
  return `${of.startMs} ${of.system} ${labelsKey(of.labels)}`;
}

function labelOf(dimension: Dimension, system: string, prediction: Described | undefined): string {
  if (dimension === "system") return system;
  if (dimension === "model_version") return prediction?.model.version ?? "";
  if (isCallDimension(dimension)) return ofCall(dimension, prediction);
  const name = dimension.slice("segment.".length);
  const segment = prediction?.segment ?? {};
  return Object.hasOwn(segment, name) ? (segment[name] ?? "") : "";
}

function ofCall(dimension: CallDimension, prediction: Described | undefined): string {
  switch (dimension) {
    case "supplier":
      return prediction?.model.supplier ?? "";
    case "request_model":
      return prediction?.call?.requestModel ?? "";
    case "operation":
      return prediction?.call?.operation ?? "";
  }
}
