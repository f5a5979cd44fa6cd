import {
  type DirectiveEvent,
  directiveStanding,
  type Proposal,
  SUSPENSION_ACTS,
  type Suspended,
  type SystemDirective,
  suspensionInForce,
} from "@tiltmeter/rules";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import { versionSeen } from "../if-match.ts";
import { jsonBody } from "../json-body.ts";
import { noQuery } from "../paging.ts";
import { iso, isoOrNull, queryOf, sentInstant } from "../query.ts";
import type { ApiReads } from "../reads.ts";
import { missing } from "../refusal.ts";
import { suspensionShape } from "../shapes/suspension.ts";
import { accept } from "./accept.ts";
import type { Json } from "./shapes.ts";

const decision = z.strictObject({
  act: z.enum(SUSPENSION_ACTS),
  reason: z.string().default(""),
  until: sentInstant
    .nullable()
    .default(null)
    .describe("Of a suspension; absent or null: until somebody resumes the system."),
});

interface SuspensionDeps {
  readonly budget: ByteBudget;
}

/** Whether a system may run, for people: who decided what and why, and the decision itself. */
export function suspensionRoutes(app: Routes, deps: SuspensionDeps): void {
  app.get("/api/v1/systems/:id/suspension", async (c) => {
    const system = c.req.param("id");
    queryOf(c, noQuery);
    await checkKnown(c, system);
    return show(c, system);
  });
  app.post("/api/v1/systems/:id/suspension", async (c) => {
    const system = c.req.param("id");
    const { act, reason, until: untilMs } = await jsonBody(c, decision, deps);
    await checkKnown(c, system);
    const { name: by } = c.get("caller");
    const version = versionSeen(c);
    const asked = { system, act, reason, untilMs, by, ...(version === null ? {} : { version }) };
    accept(await c.var.acts.decideOnSystem(asked), `the directive of ${system}`);
    return show(c, system);
  });
}

/** A misspelt name would suspend nothing; but where the store is away a person's word must count. */
async function checkKnown(c: Request, system: string): Promise<void> {
  if ((await c.var.reads.directive(system)).version > 0) return;
  const found = await c.var.reads.system(system).catch(() => undefined);
  if (found === null) throw missing("system", system);
}

async function show(c: Request, system: string): Promise<Response> {
  const [of, nowMs] = [await c.var.reads.directive(system), c.var.reads.nowMs()];
  const range = { fromMs: suspensionInForce(of, nowMs)?.sinceMs ?? nowMs, toMs: nowMs + 1 };
  const diverted = await c.var.reads.diverted({ system, range }).catch(() => null);
  const body = {
    ...suspensionJson(system, of, nowMs),
    diverted: diverted && divertedJson(diverted),
  };
  return c.json(body, 200, { etag: `"${of.version}"` });
}

function suspensionJson(system: string, of: SystemDirective, nowMs: number): Json {
  const { proposals, ended, history, version } = of;
  const holds = suspensionInForce(of, nowMs);
  return {
    system,
    standing: directiveStanding(of, nowMs),
    version,
    proposals: proposals.map(proposalJson),
    suspension: holds && suspendedJson(holds),
    ended: ended && { at: iso(ended.atMs), by: ended.by, reason: ended.reason },
    history: history.map(eventJson),
  };
}

function proposalJson({ atMs, ...rest }: Proposal): Json {
  return { at: iso(atMs), ...rest };
}

function suspendedJson({ sinceMs, untilMs, effective, ...rest }: Suspended): Json {
  return {
    since: iso(sinceMs),
    until: isoOrNull(untilMs),
    ...rest,
    effective: effective && {
      at: iso(effective.atMs),
      how: effective.how,
      producer: effective.producer,
    },
  };
}

function eventJson(event: DirectiveEvent): Json {
  const { type, atMs, by } = event;
  const what = { at: iso(atMs), by, event: type };
  switch (event.type) {
    case "suspension_proposed":
      return { ...what, control: event.control, record: event.record, why: event.why };
    case "suspension_refused":
      return { ...what, records: event.records, reason: event.reason };
    case "system_suspended": {
      const { ground, control, records, reason, untilMs } = event;
      return { ...what, ground, control, records, reason, until: isoOrNull(untilMs) };
    }
    case "suspension_effective":
      return { ...what, how: event.how, producer: event.producer };
    case "system_resumed":
      return {
        ...what,
        records: event.records,
        reason: event.reason,
        ended: iso(event.endedMs),
      };
  }
}

function divertedJson(of: Awaited<ReturnType<ApiReads["diverted"]>>): Json {
  return { calls: of.calls, first: isoOrNull(of.firstMs), last: isoOrNull(of.lastMs) };
}

export const SUSPENSION_ROUTES: Described = {
  "GET /api/v1/systems/:id/suspension": {
    tag: "Systems",
    summary: "Show whether a system may run, who decided that, and why",
    query: noQuery,
    answers: { 200: { of: "As it stands.", json: suspensionShape } },
  },
  "POST /api/v1/systems/:id/suspension": {
    tag: "Systems",
    summary: "Suspend a system to its fallback, refuse that, or resume it",
    headers: {
      "If-Match":
        "The `ETag` that you saw: 412 where others decided since. Absent: whatever stands is decided on, for who must stop a system now.",
    },
    body: decision,
    example: { act: "suspend", reason: "approvals have doubled since the release of this morning" },
    answers: { 200: { of: "As it stands now.", json: suspensionShape } },
    problems: { 409: "It does not stand so that this can be done.", 412: "Others decided since." },
  },
};
