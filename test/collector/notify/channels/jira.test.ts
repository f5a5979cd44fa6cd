import fc from "fast-check";
import { type JiraTarget, jiraChannel } from "tiltmeter/notify/channels/jira";
import { jiraDocument, jiraWiki } from "tiltmeter/notify/channels/jira-text";
import { operatorHear } from "tiltmeter/notify/safe-fetch";
import { Secret } from "tiltmeter/notify/secret";
import { expect, test } from "vitest";
import { record } from "../../ledger/entries.ts";
import { closing, HOSTILE, hostile, notice, sending, texts } from "./notices.ts";
import { type Answer, type Receiver, receiver } from "./receiver.ts";
import { JIRA_SEARCH, JIRA_TRANSITION, jiraComment, jiraIssue } from "./schemas/jira-issue.ts";
import { validator } from "./validator.ts";

interface Issue {
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly comments: unknown[];
  isDone: boolean;
}

interface Jira extends AsyncDisposable {
  readonly server: Receiver;
  readonly issues: Issue[];
  /** Loses the answer of the next creation or comment after it was carried out. */
  loseNext: boolean;
}

/** A Jira that knows what the channel uses of it, and refuses what its schemas do not take. */
async function jira(api: 2 | 3): Promise<Jira> {
  const of: Record<string, ReturnType<typeof validator>> = {
    "": validator(jiraIssue(api)),
    "/comment": validator(jiraComment(api)),
    "/transitions": validator(JIRA_TRANSITION),
  };
  const searchProblems = validator(JIRA_SEARCH);
  const issues: Issue[] = [];
  const world: { loseNext: boolean } = { loseNext: false };
  const answer: Answer = (response, { method, path, headers, json }) => {
    const say = (status: number, body: unknown): void => {
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(status === 204 ? undefined : JSON.stringify(body));
    };
    const lost = (): boolean => {
      if (!world.loseNext) return false;
      world.loseNext = false;
      response.destroy();
      return true;
    };
    if (headers.authorization !== "Basic bWU6c2VjcmV0") return say(401, {});
    const [, rest = ""] = path.split(`/rest/api/${api}`);
    const [where = ""] = rest.split("?");
    if (method === "POST" && where === (api === 3 ? "/search/jql" : "/search")) {
      const found = searchProblems(json);
      if (found.length > 0) return say(400, { errorMessages: found });
      const label = /labels = "([^"]+)"/.exec(String(Reflect.get(Object(json), "jql")))?.[1];
      const hits = issues.filter(({ fields }) => Object(fields["labels"]).includes(label));
      return say(200, { issues: hits.map(shown), isLast: true });
    }
    const [, key, part = ""] =
      /^\/issue(?:\/([A-Z]+-\d+)(\/comment|\/transitions)?)?$/.exec(where) ?? [];
    if (method === "POST") {
      const found = of[part]?.(json) ?? ["unknown"];
      if (found.length > 0) return say(400, { errorMessages: found });
    }
    if (key === undefined) {
      const issue = { key: `RISK-${issues.length + 1}`, comments: [], isDone: false };
      issues.push({ ...issue, fields: Object(Reflect.get(Object(json), "fields")) });
      return lost() ? undefined : say(201, { id: "1", key: issue.key });
    }
    const issue = issues.find((each) => each.key === key);
    if (issue === undefined) return say(404, {});
    if (part === "") return say(200, shown(issue));
    if (part === "/comment") {
      if (method === "GET") return say(200, { comments: issue.comments });
      issue.comments.push(json);
      return lost() ? undefined : say(201, { id: "2" });
    }
    if (method === "GET") return say(200, { transitions: TRANSITIONS });
    issue.isDone = true;
    say(204, null);
  };
  const server = await receiver(answer);
  return Object.assign(world, {
    server,
    issues,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  });
}

const TRANSITIONS = [
  { id: "11", name: "Start", to: { statusCategory: { key: "indeterminate" } } },
  { id: "31", name: "Resolve", to: { statusCategory: { key: "done" } } },
];

function shown({ key, fields, isDone }: Issue): unknown {
  const status = { statusCategory: { key: isDone ? "done" : "new" } };
  return { key, fields: { status, description: fields["description"] } };
}

const channel = (url: string, of: Partial<JiraTarget> = {}) =>
  jiraChannel(
    {
      ...{ url, api: "cloud", authorization: new Secret("Basic bWU6c2VjcmV0") },
      ...{ project: "RISK", issueType: "Task", labels: ["ai"], fields: {}, doneTransition: null },
      allowPrivate: false,
      ...of,
    },
    operatorHear,
  );

for (const [api, version] of [
  ["cloud", 3],
  ["server", 2],
] as const) {
  test(`${api}: a record is one issue, from its making to being done`, async () => {
    await using world = await jira(version);
    const to = channel(world.server.url, { api });
    const made = await to.send(notice(), sending());
    expect(made).toMatchObject({ outcome: "delivered", reference: "RISK-1" });
    const references = new Map([["NC-2026-0042", "RISK-1"]]);
    const moved = notice({
      ...{ id: `msg_${"1".repeat(32)}`, event: "moved" },
      record: { ...record(42), state: "assessing" },
    });
    await to.send(moved, sending({ references }));
    const closed = await to.send(closing(), sending({ references }));
    expect(closed).toMatchObject({
      outcome: "delivered",
      detail: "commented, and the issue is done",
    });
    expect(world.issues).toMatchObject([
      {
        isDone: true,
        fields: { summary: notice().subject, labels: [`tiltmeter-${notice().thread}`, "ai"] },
      },
    ]);
    expect(world.issues[0]?.comments).toHaveLength(2);
    // A comment says what happened, which an issue's title does.
    expect(JSON.stringify(world.issues[0]?.comments)).toContain("NC-2026-0042 is assessing");
  });

  test(`${api}: a try whose answer was lost makes no second issue and no second comment`, async () => {
    await using world = await jira(version);
    const to = channel(world.server.url, { api });
    world.loseNext = true;
    expect(await to.send(notice(), sending())).toMatchObject({ outcome: "failed", status: null });
    expect(await to.send(notice(), sending())).toMatchObject({
      ...{ outcome: "delivered", reference: "RISK-1" },
    });
    world.loseNext = true;
    expect(await to.send(closing(), sending())).toMatchObject({ outcome: "failed" });
    expect(await to.send(closing(), sending())).toMatchObject({ outcome: "delivered" });
    expect(world.issues).toHaveLength(1);
    expect(world.issues[0]).toMatchObject({ isDone: true });
    expect(world.issues[0]?.comments).toHaveLength(1);
  });
}

test("an issue that was deleted is made again, and nothing is made of what is over", async () => {
  await using world = await jira(3);
  const to = channel(world.server.url);
  const references = new Map([["NC-2026-0042", "RISK-9"]]);
  expect(await to.send(closing(), sending({ references }))).toMatchObject({ outcome: "delivered" });
  expect(world.issues).toEqual([]);
  await to.send(notice(), sending({ references }));
  expect(world.issues).toHaveLength(1);
});

test("a workflow without a way to being done says so and stays open", async () => {
  await using world = await jira(3);
  const to = channel(world.server.url, { doneTransition: "Nowhere" });
  await to.send(notice(), sending());
  const sent = await to.send(closing(), sending());
  expect(sent.detail).toContain("stays open");
  expect(world.issues[0]?.isDone).toBe(false);
});

test("credentials that are not accepted are said, and nothing is repeated", async () => {
  await using world = await jira(3);
  const to = channel(world.server.url, { authorization: new Secret("Basic eDp5") });
  expect(await to.send(notice(), sending())).toEqual({
    ...{ outcome: "failed", status: 401, retryAfterMs: null },
    detail: "answered 401: the credentials are not accepted",
  });
});

test("whatever a record says is text, in documents and in wiki text", () => {
  const adf = validator({ $ref: "adf" });
  fc.assert(
    fc.property(texts, (text) => {
      const document = jiraDocument(hostile(text), hostile(text).subject);
      expect(adf(document)).toEqual([]);
      const links = [...JSON.stringify(document).matchAll(/"href":"([^"]*)"/g)];
      expect(links.every(([, url]) => url?.startsWith("https://tilt.example.com/"))).toBe(true);
      expect(String(jiraWiki(hostile(text), hostile(text).subject)).length).toBeLessThan(32_767);
    }),
    { numRuns: 200 },
  );
  for (const text of HOSTILE) {
    // Everything of others stands between the only two marks.
    const parts = String(jiraWiki(hostile(text), hostile(text).subject)).split(/\{\s*noformat/i);
    expect(parts, text).toHaveLength(3);
    expect(parts.at(-1)).not.toContain("evil.example");
  }
});
