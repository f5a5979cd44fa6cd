import type { Channel, Sending, Sent } from "../channel.ts";
import type { Notice, NoticeRecord } from "../notice.ts";
import { plain } from "../plain-text.ts";
import type { OutgoingAnswer, SafeAsk } from "../safe-fetch.ts";
import type { Secret } from "../secret.ts";
import { answered, at, jsonOf, textAt, unanswered } from "./answered.ts";
import { type JiraText, jiraDocument, jiraWiki } from "./jira-text.ts";
import { NOTHING_TO_SAY } from "./pagerduty.ts";

/** A project of Jira. */
export interface JiraTarget {
  /** Address of the site, without a slash at the end. */
  readonly url: string;
  /** `cloud` speaks REST v3, `server` v2, which Server and Data Center have. */
  readonly api: "cloud" | "server";
  /** What authorises us, as the header has it. */
  readonly authorization: Secret;
  readonly project: string;
  readonly issueType: string;
  /** Labels beside the one that an issue is found by. */
  readonly labels: readonly string[];
  /** Fields that the project asks for, as its API takes them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Name of the transition of a record that is closed; null: the first that leads to a status of being done. */
  readonly doneTransition: string | null;
  readonly allowPrivate: boolean;
}

/**
 * Keeps one issue a record: made at the first notice, commented on by later ones, done with the last.
 *
 * The issue is looked for by a label before it is made, and a comment by the id of its message before it
 * is written, so that a try whose answer was lost makes no second one. Jira's search follows its writes
 * within seconds; a try that comes sooner may still make two.
 */
export function jiraChannel(to: JiraTarget, ask: SafeAsk): Channel {
  const send = async (notice: Notice, of: Sending): Promise<Sent> => {
    const [record] = notice.records;
    if (record === undefined) return NOTHING_TO_SAY;
    try {
      return await told(to, notice, record, of, caller(to, of, ask));
    } catch (error) {
      return error instanceof Unwell ? error.sent : unanswered(error);
    }
  };
  const target = JSON.stringify([to.url, to.project, to.issueType]);
  return { kind: "jira", target, isPerRecord: true, keepAliveMs: null, send };
}

/** An answer that ends the try. */
class Unwell extends Error {
  override readonly name = "Unwell";
  readonly sent: Sent;

  constructor(sent: Sent) {
    super(sent.detail);
    this.sent = sent;
  }
}

/** Asks, and gives the parsed answer. Throws `Unwell` where it is not well; 404 is that unless it may be. */
type Calls = (
  method: "GET" | "POST",
  path: string,
  of?: { readonly body?: unknown; readonly mayBeMissing?: boolean },
) => Promise<Found>;

interface Found {
  readonly isThere: boolean;
  readonly json: unknown;
}

function caller(to: JiraTarget, { nowMs, signal }: Sending, ask: SafeAsk): Calls {
  const root = `${to.url}/rest/api/${to.api === "cloud" ? 3 : 2}`;
  return async (method, path, { body, mayBeMissing = false } = {}) => {
    const answer: OutgoingAnswer = await ask(
      {
        url: `${root}${path}`,
        method,
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          "user-agent": "tiltmeter",
          authorization: to.authorization.reveal(),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        allowPrivate: to.allowPrivate,
      },
      signal,
    );
    const sent = answered(answer, nowMs);
    if (sent.outcome === "delivered") return { isThere: true, json: jsonOf(answer) };
    if (mayBeMissing && answer.status === 404) return { isThere: false, json: null };
    // One resource that is gone is not a receiver that is.
    throw new Unwell(sent.outcome === "gone" ? { ...sent, outcome: "failed" } : sent);
  };
}

async function told(
  to: JiraTarget,
  notice: Notice,
  record: NoticeRecord,
  { references }: Sending,
  call: Calls,
): Promise<Sent> {
  const kept = references.get(record.id);
  const issue = (await known(kept, call)) ?? (await search(to, record, call));
  if (issue === null) {
    if (record.isOver) return done("there is no issue of it, so none is closed", null);
    return create(to, notice, record, call);
  }
  const { key } = issue;
  // Made by a try whose answer was lost: it says already what this notice does.
  if (JSON.stringify(issue.json).includes(notice.id))
    return done("the issue is there already", key);
  await comment(to, notice, key, call);
  if (!record.isOver) return done("commented", key);
  return done(await close(to, key, call), key);
}

interface Issue {
  readonly key: string;
  readonly json: unknown;
}

async function known(key: string | undefined, call: Calls): Promise<Issue | null> {
  if (key === undefined) return null;
  const path = `/issue/${encodeURIComponent(key)}?fields=status,description`;
  const { isThere, json } = await call("GET", path, { mayBeMissing: true });
  return isThere ? { key, json } : null;
}

async function search(to: JiraTarget, record: NoticeRecord, call: Calls): Promise<Issue | null> {
  const jql = `project = ${quoted(to.project)} AND labels = ${quoted(labelOf(record))} ORDER BY created ASC`;
  const path = to.api === "cloud" ? "/search/jql" : "/search";
  const body = { jql, maxResults: 1, fields: ["status", "description"] };
  const json = at((await call("POST", path, { body })).json, "issues", 0);
  const key = textAt(json, "key");
  return key === null ? null : { key, json };
}

async function create(
  to: JiraTarget,
  notice: Notice,
  record: NoticeRecord,
  call: Calls,
): Promise<Sent> {
  const { json } = await call("POST", "/issue", {
    body: { fields: jiraFields(to, notice, record) },
  });
  const key = textAt(json, "key");
  if (key !== null && /^[A-Za-z][A-Za-z0-9_]{0,100}-\d{1,12}$/.test(key)) return done("made", key);
  // It may be there, so the next try looks for it.
  const detail = "the answer names no issue";
  throw new Unwell({ outcome: "failed", status: 200, detail, retryAfterMs: null });
}

/** The fields of a new issue. */
export function jiraFields(
  to: Pick<JiraTarget, "api" | "project" | "issueType" | "labels" | "fields">,
  notice: Notice,
  record: NoticeRecord,
): Record<string, unknown> {
  return {
    ...to.fields,
    project: { key: to.project },
    issuetype: { name: to.issueType },
    summary: plain(notice.subject, SUMMARY_MAX),
    description: textOf(to, notice, null),
    labels: [labelOf(record), ...to.labels],
  };
}

async function comment(to: JiraTarget, notice: Notice, key: string, call: Calls): Promise<void> {
  const path = `/issue/${encodeURIComponent(key)}/comment`;
  const last = await call("GET", `${path}?orderBy=-created&maxResults=${COMMENTS_LOOKED_AT}`);
  // The id stands in the comment's own text, which no other message has.
  if (JSON.stringify(last.json).includes(notice.id)) return;
  await call("POST", path, { body: { body: textOf(to, notice, notice.subject) } });
}

/** Moves the issue to being done, and says in words what came of it. */
async function close(to: JiraTarget, key: string, call: Calls): Promise<string> {
  const issue = `/issue/${encodeURIComponent(key)}`;
  const now = await call("GET", `${issue}?fields=status`);
  if (textAt(now.json, "fields", "status", "statusCategory", "key") === "done") {
    return "commented; the issue is done already";
  }
  const offered = at((await call("GET", `${issue}/transitions`)).json, "transitions");
  const all: readonly unknown[] = Array.isArray(offered) ? offered : [];
  const chosen = all.find((each) =>
    to.doneTransition === null
      ? textAt(each, "to", "statusCategory", "key") === "done"
      : textAt(each, "name")?.toLowerCase() === to.doneTransition.toLowerCase(),
  );
  const id = textAt(chosen, "id");
  if (id === null)
    return "commented; no transition leads from here to being done, so it stays open";
  await call("POST", `${issue}/transitions`, { body: { transition: { id } } });
  return "commented, and the issue is done";
}

function textOf(to: Pick<JiraTarget, "api">, notice: Notice, headline: string | null): JiraText {
  return to.api === "cloud" ? jiraDocument(notice, headline) : jiraWiki(notice, headline);
}

/** Labels have no spaces; a thread has none. */
function labelOf(record: NoticeRecord): string {
  return `tiltmeter-${record.thread}`;
}

/** A string of JQL. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function done(detail: string, key: string | null): Sent {
  const sent: Sent = { outcome: "delivered", status: 200, detail, retryAfterMs: null };
  return key === null ? sent : { ...sent, reference: key };
}

const SUMMARY_MAX = 255;
/** A message whose answer was lost is among the last. */
const COMMENTS_LOOKED_AT = 50;
