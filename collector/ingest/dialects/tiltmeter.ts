import type { Attributes, WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { ATTRIBUTE, EVENT, GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import { CONCERN_STATUSES } from "@tiltmeter/sdk/wire/concern";
import type { Heartbeat } from "@tiltmeter/sdk/wire/heartbeat";
import { OVERSIGHT_ACTIONS } from "@tiltmeter/sdk/wire/oversight";
import { type Model, TASKS } from "@tiltmeter/sdk/wire/prediction";
import type { Statement } from "@tiltmeter/sdk/wire/telemetry";
import { NO_SCOPE, type Scope } from "../decoded.ts";
import { instantMs } from "../instant.ts";
import { nearest } from "../nearest.ts";
import { emptyParts, sortFeature, sortSegment } from "../prediction-parts.ts";
import type { Recognised } from "../recognised.ts";
import { type AttributeReader, readAttributes } from "./attribute-reader.ts";
import { originOf } from "./origin-of.ts";
import { readProfile } from "./profile.ts";
import { seconds } from "./seconds.ts";
import { isCall, readCall, readCalledModel } from "./tiltmeter-call.ts";

/** The event name: the OTLP field, or the attribute `event.name` of older clients. */
export function eventNameOf(record: WireRecord): string {
  if (record.eventName !== "") return record.eventName;
  const named = record.attributes["event.name"];
  return typeof named === "string" ? named : "";
}

/** Our own dialect: the events and attributes of `sdk/wire/attributes.ts`. */
export function recogniseTiltmeter(
  eventName: string,
  record: WireRecord & { readonly scope?: Scope },
  resource: Attributes,
): Recognised {
  const read = readAttributes(record.attributes, resource);
  const statement = statementOf(eventName, record, read);
  if (statement === null) {
    return { kind: "rejected", reason: unknownEvent(eventName) };
  }
  const telemetry = {
    origin: originOf(read),
    seq: read.count(ATTRIBUTE.seq),
    traceId: record.traceId,
    spanId: record.spanId,
    statement,
  };
  const reason = read.problem();
  return reason === null ? { kind: "telemetry", telemetry } : { kind: "rejected", reason };
}

function unknownEvent(eventName: string): string {
  const known = Object.values(EVENT);
  const meant = nearest(eventName, known);
  const hint = meant === null ? `known events are ${known.join(", ")}` : `did you mean ${meant}?`;
  return `event ${eventName.slice(0, 64)} is not one that this collector stores; ${hint}`;
}

function statementOf(
  eventName: string,
  record: WireRecord & { readonly scope?: Scope },
  read: AttributeReader,
): Statement | null {
  switch (eventName) {
    case EVENT.prediction:
      return prediction(record, read);
    case EVENT.outcome:
      return outcome(record, read);
    case EVENT.oversight:
      return oversight(record, read);
    case EVENT.score:
      return score(record, read);
    case EVENT.concern:
      return concern(record, read);
    case EVENT.change:
      return change(record, read);
    case EVENT.heartbeat:
      return heartbeat(record, read);
    case EVENT.profile:
      return readProfile(record, read, model(read));
    default:
      return null;
  }
}

function prediction(
  record: WireRecord & { readonly scope?: Scope },
  read: AttributeReader,
): Statement {
  const parts = emptyParts();
  for (const [name, value] of read.map(ATTRIBUTE.features)) {
    if (!sortFeature(parts, name, value)) {
      read.complain(`${ATTRIBUTE.features}.${name}`, "a number, text, true, false or null", value);
    }
  }
  for (const [name, value] of read.map(ATTRIBUTE.segment)) {
    if (!sortSegment(parts, name, value)) {
      read.complain(`${ATTRIBUTE.segment}.${name}`, "text, a number, true or false", value);
    }
  }
  const errorType = read.text(ATTRIBUTE.errorType) ?? "";
  const call = isCall(record.attributes) ? readCall(read, record.scope ?? NO_SCOPE) : null;
  return {
    kind: "prediction",
    id: idOf(read, null),
    timeMs: record.timeMs,
    model: call === null ? model(read) : readCalledModel(read, model(read), call),
    task: oneOf(read, ATTRIBUTE.task, TASKS) ?? "",
    label: read.text(ATTRIBUTE.label) ?? "",
    score: read.number(ATTRIBUTE.score),
    value: read.number(ATTRIBUTE.value),
    latency: seconds(read, ATTRIBUTE.latency),
    status: oneOf(read, ATTRIBUTE.status, ["ok", "error"]) ?? (errorType === "" ? "ok" : "error"),
    errorType,
    ...parts,
    subject: read.text(ATTRIBUTE.subject) ?? "",
    ...(call === null ? {} : { call }),
  };
}

/** A process that serves one model may say so once, on its resource. */
function model(read: AttributeReader): Model {
  return {
    name: read.inherited(ATTRIBUTE.modelName) ?? "",
    version: read.inherited(ATTRIBUTE.modelVersion) ?? "",
    supplier: read.inherited(ATTRIBUTE.modelSupplier) ?? "",
    digest: read.inherited(ATTRIBUTE.modelDigest) ?? "",
  };
}

function outcome(record: WireRecord, read: AttributeReader): Statement {
  const label = read.text(ATTRIBUTE.outcomeLabel) ?? "";
  const value = read.number(ATTRIBUTE.outcomeValue);
  if (label === "" && value === null) {
    read.complain(`${ATTRIBUTE.outcomeLabel} or ${ATTRIBUTE.outcomeValue}`, "given", null);
  }
  const observed = read.text(ATTRIBUTE.outcomeObservedAt);
  const observedMs = observed === null ? record.timeMs : instantMs(observed);
  if (observedMs === null) {
    read.complain(ATTRIBUTE.outcomeObservedAt, "an ISO 8601 instant with a time zone", observed);
  }
  return {
    kind: "outcome",
    id: idOf(read, "the prediction's id"),
    timeMs: observedMs ?? 0,
    label,
    value,
    source: read.text(ATTRIBUTE.outcomeSource) ?? "",
  };
}

function oversight(record: WireRecord, read: AttributeReader): Statement {
  const action = oneOf(read, ATTRIBUTE.oversightAction, OVERSIGHT_ACTIONS);
  if (!read.has(ATTRIBUTE.oversightAction)) {
    read.complain(ATTRIBUTE.oversightAction, `one of ${OVERSIGHT_ACTIONS.join(", ")}`, null);
  }
  return {
    kind: "oversight",
    id: idOf(read, "the prediction's id"),
    timeMs: record.timeMs,
    // Never read where there is a problem: the record is refused.
    action: action ?? "stop",
    from: read.text(ATTRIBUTE.oversightFrom) ?? "",
    to: read.text(ATTRIBUTE.oversightTo) ?? "",
    by: read.text(ATTRIBUTE.oversightActorId) ?? "",
    role: read.text(ATTRIBUTE.oversightActorRole) ?? "",
    reason: read.text(ATTRIBUTE.oversightReasonCode) ?? "",
    reviewSeconds: seconds(read, ATTRIBUTE.oversightReviewDuration),
  };
}

function score(record: WireRecord, read: AttributeReader): Statement {
  const name = read.text(ATTRIBUTE.scoreName) ?? "";
  if (name === "") read.complain(ATTRIBUTE.scoreName, "the name of a check", null);
  const label = read.text(ATTRIBUTE.scoreLabel) ?? "";
  const value = read.number(ATTRIBUTE.scoreValue);
  const passed = read.flag(ATTRIBUTE.scorePassed);
  if (label === "" && value === null && passed === null) {
    const names = [ATTRIBUTE.scorePassed, ATTRIBUTE.scoreValue, ATTRIBUTE.scoreLabel];
    read.complain(names.join(" or "), "given", null);
  }
  return {
    kind: "score",
    id: idOf(read, "the prediction's id"),
    timeMs: record.timeMs,
    name,
    value,
    label,
    passed,
    source: read.text(ATTRIBUTE.scoreSource) ?? "",
  };
}

function concern(record: WireRecord, read: AttributeReader): Statement {
  const id = read.text(ATTRIBUTE.concernId) ?? "";
  if (id === "") read.complain(ATTRIBUTE.concernId, "the concern's id", null);
  return {
    kind: "concern",
    id,
    timeMs: record.timeMs,
    status: oneOf(read, ATTRIBUTE.concernStatus, CONCERN_STATUSES) ?? "reported",
    concern: read.text(ATTRIBUTE.concernKind) ?? "",
    summary: read.text(ATTRIBUTE.concernSummary) ?? "",
    by: read.text(ATTRIBUTE.concernBy) ?? "",
  };
}

function change(record: WireRecord, read: AttributeReader): Statement {
  const kind = read.text(ATTRIBUTE.changeKind) ?? "";
  if (kind === "") {
    read.complain(ATTRIBUTE.changeKind, "deployment, prompt, configuration, model or a word", null);
  }
  return {
    kind: "change",
    timeMs: record.timeMs,
    change: kind,
    summary: read.text(ATTRIBUTE.changeSummary) ?? "",
    from: read.text(ATTRIBUTE.changeFrom) ?? "",
    to: read.text(ATTRIBUTE.changeTo) ?? "",
  };
}

function heartbeat(record: WireRecord, read: AttributeReader): Statement {
  return {
    kind: "heartbeat",
    timeMs: record.timeMs,
    lastSeq: counts(read, ATTRIBUTE.seqLast),
    dropped: counts(read, ATTRIBUTE.dropped),
    queueDepth: read.count(ATTRIBUTE.queueDepth),
    ...watched(read),
  };
}

/** What the producer says of what it watches, and of its clock; nothing where it says nothing. */
function watched(
  read: AttributeReader,
): Pick<Heartbeat, "instrumented" | "uninstrumented" | "clockOffsetMs"> {
  const instrumented = read.texts(ATTRIBUTE.instrumented);
  const uninstrumented = read.texts(ATTRIBUTE.uninstrumented);
  const offset = read.number(ATTRIBUTE.clockOffset);
  return {
    ...(instrumented === null ? {} : { instrumented }),
    ...(uninstrumented === null ? {} : { uninstrumented }),
    // Seconds as a double: to the microsecond, as all times here.
    ...(offset === null ? {} : { clockOffsetMs: Math.round(offset * 1e6) / 1e3 }),
  };
}

function counts(read: AttributeReader, name: string): Readonly<Record<string, number>> {
  const into: Record<string, number> = Object.create(null);
  for (const [key, value] of read.map(name)) {
    const count = typeof value === "bigint" ? Number(value) : value;
    if (typeof count === "number" && Number.isFinite(count) && count >= 0) into[key] = count;
    else read.complain(`${name}.${key}`, "a number from 0", value);
  }
  return into;
}

/**
 * The prediction's id; `required` says what it is where a record makes no sense without. Such a record may name
 * the answer of a generative model instead, as our SDK names its calls: its own trace is seldom that of the call.
 */
function idOf(read: AttributeReader, required: string | null): string {
  const id = read.text(ATTRIBUTE.predictionId);
  if (id === null && required !== null && read.has(GEN_AI.responseId)) {
    return read.text(GEN_AI.responseId) ?? "";
  }
  if (id === "" || (id === null && required !== null && !read.has(ATTRIBUTE.predictionId))) {
    read.complain(ATTRIBUTE.predictionId, required ?? "text of 1–256 characters", id);
  }
  return id ?? "";
}

function oneOf<const Word extends string>(
  read: AttributeReader,
  name: string,
  words: readonly Word[],
): Word | null {
  const given = read.text(name);
  if (given === null || given === "") return null;
  const found = words.find((word) => word === given);
  if (found === undefined) read.complain(name, `one of ${words.join(", ")}`, given);
  return found ?? null;
}
