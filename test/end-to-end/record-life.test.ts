import { expect, test } from "vitest";
import { type Collector, startCollector } from "./collector.ts";

const NOW = Date.parse("2026-11-24T09:00:00Z");

/** Somebody with a key of their own. */
class Person {
  readonly #collector: Collector;
  readonly #key: string;

  constructor(collector: Collector, key: string) {
    this.#collector = collector;
    this.#key = key;
  }

  static async named(collector: Collector, name: string, role: string): Promise<Person> {
    const { key } = await collector.api("/keys", { name, role });
    return new Person(collector, String(key));
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Record<string, unknown>; etag: string }> {
    const answer = await fetch(`${this.#collector.url}/api/v1/nonconformities${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        "content-type": "application/json",
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const found = (await answer.json()) as Record<string, unknown>; // our own API
    return { status: answer.status, body: found, etag: answer.headers.get("etag") ?? "" };
  }

  /** Acts on the record as it stands. */
  async act(id: string, part: string, body: unknown): ReturnType<Person["ask"]> {
    const { etag } = await this.ask("GET", `/${id}`);
    const method = part === "" ? "PATCH" : "POST";
    return this.ask(method, `/${id}${part}`, body, { "if-match": etag });
  }

  move(id: string, to: string, fields: object = {}, reason = "seen"): ReturnType<Person["ask"]> {
    return this.act(id, "/transitions", { to, fields, reason });
  }
}

const report = {
  fields: {
    source: "internal_audit",
    title: "No minutes of the review",
    requirement: "The management review is held once a year, and minuted.",
    statement: "The review of 2025 has no minutes.",
    severity: "high",
    reported_by: "Ida",
  },
  cites: { iso42001: ["9.3"], iso9001: ["9.3.3"], iso27001: ["9.3"] },
};

async function raised(by: Person): Promise<string> {
  const { status, body } = await by.ask("POST", "", report);
  expect(status).toBe(201);
  return String(body["id"]);
}

test("a record that a person raised is worked to its end by several, each under their own name", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const ann = await Person.named(collector, "ann", "operator");
  const bob = await Person.named(collector, "bob", "operator");
  const cat = await Person.named(collector, "cat", "compliance");
  const id = await raised(ann);
  const first = await ann.ask("GET", `/${id}`);
  expect(first.body).toMatchObject({
    ...{ id: "NC-2026-0001", state: "raised", source: "internal_audit", control: null },
    ...{ controlTitle: "No minutes of the review", reportedBy: "Ida", clauses: report.cites },
  });
  // Two have to agree that it is none; whoever takes it on does not.
  expect((await ann.move(id, "dismissed")).body["state"]).toBe("raised");
  expect(await ann.move(id, "dismissed")).toMatchObject({ status: 403 });
  expect((await bob.move(id, "assessing", { owner: "bob" })).body).toMatchObject({
    ...{ state: "assessing", owner: "bob", proposedDismissal: null },
  });
  const assessed = { assessment: "yes", severity: "medium", affected: "nobody" };
  await bob.move(id, "containing", { ...assessed, serious_incident: "no" });
  await bob.move(id, "analysing", { correction: "minuted", consequences: "none" });
  const found = {
    ...{ cause: "nobody was asked", cause_category: "process", method: "five whys" },
    ...{ elsewhere: "no", criterion: "the next review has minutes" },
  };
  expect((await bob.move(id, "acting", { ...found, cause_category: "fate" })).status).toBe(422);
  await bob.move(id, "acting", found);
  expect(await bob.move(id, "verifying")).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining("no corrective action") },
  });
  const plan = { what: "name a clerk", owner: "bob", due: "2026-12-01" };
  await bob.act(id, "/actions", { act: "plan", fields: plan });
  const evidence = { evidence: "minutes of 2026" };
  await bob.act(id, "/actions", { act: "done", action: "A1", fields: evidence });
  await bob.move(id, "verifying");
  const works = { result: "effective", result_evidence: "minutes of 2026, page 2" };
  // It was high once, so who acted reviews nothing, whatever it is called now.
  expect(await bob.move(id, "closing", works)).toMatchObject({ status: 403 });
  await cat.move(id, "closing", works);
  const end = { system_change: "yes: the procedure names a clerk" };
  expect(await bob.move(id, "closed", end)).toMatchObject({ status: 403 });
  const closed = await cat.move(id, "closed", end);
  expect(closed.body).toMatchObject({ state: "closed", version: 11 });
  // From here on nothing of it changes; what is said stands beside it.
  expect(await cat.move(id, "analysing")).toMatchObject({ status: 409 });
  expect(await cat.act(id, "", { fields: { owner: "ann" } })).toMatchObject({ status: 409 });
  const said = await ann.ask("POST", `/${id}/comments`, { text: "sampled in the audit" });
  expect(said.body).toMatchObject({
    version: 11,
    postscripts: [{ by: "ann", text: "sampled in the audit" }],
  });
  expect(said.body["steps"]).toEqual(closed.body["steps"]);
  expect((await ann.ask("GET", "?source=internal_audit&owner=bob")).body).toMatchObject({
    items: [{ id }],
  });
  expect((await ann.ask("GET", "?owner=cat")).body).toMatchObject({ items: [] });
});

test("of two who act on one version one wins, and the other is told what was done meanwhile", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const ann = await Person.named(collector, "ann", "operator");
  const bob = await Person.named(collector, "bob", "operator");
  for (let round = 1; round <= 5; round += 1) {
    const id = await raised(ann);
    const { etag } = await ann.ask("GET", `/${id}`);
    const answers = await Promise.all(
      [ann, bob, ann, bob].map((who, i) =>
        i < 2
          ? who.ask(
              ...(["POST", `/${id}/transitions`] as const),
              { to: "assessing", fields: { owner: `owner ${i}` } },
              { "if-match": etag },
            )
          : who.ask(
              ...(["PATCH", `/${id}`] as const),
              { fields: { owner: `owner ${i}` }, reason: "" },
              { "if-match": etag },
            ),
      ),
    );
    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status === 412);
    expect([won.length, lost.length], JSON.stringify(answers)).toEqual([1, 3]);
    const after = await ann.ask("GET", `/${id}`);
    expect(after.body).toEqual(won[0]?.body);
    expect(after.body["version"]).toBe(2);
    for (const { body } of lost) {
      const [step] = body["since"] as { by: string; fields: { owner: string } }[];
      expect(step?.fields.owner).toBe(after.body["owner"]);
      expect(body["detail"]).toContain(`has changed since that version, last by ${step?.by}`);
    }
  }
  expect(await ann.act("NC-2026-0001", "/transitions", { to: "nowhere" })).toMatchObject({
    status: 422,
  });
  const without = await ann.ask("PATCH", "/NC-2026-0001", { fields: { owner: "ann" } });
  expect(without.status).toBe(428);
});

test("two pages of one record: the slower one keeps its words and reads what the other did", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const ann = await Person.named(collector, "ann", "operator");
  const id = await raised(ann);
  const post = (owner: string): Promise<Response> =>
    fetch(`${collector.url}/nonconformities/${id}/transitions`, {
      method: "POST",
      redirect: "manual",
      headers: {
        authorization: `Bearer ${collector.admin}`,
        "content-type": "application/x-www-form-urlencoded",
        origin: collector.url,
      },
      body: new URLSearchParams({
        ...{ to: "assessing", version: "1", reason: `because of ${owner}` },
        "field.owner": owner,
      }),
    });
  const answers = await Promise.all(["Zoe", "Yan"].map(post));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  const slower = answers.findIndex(({ status }) => status === 409);
  const page = await answers[slower]?.text();
  expect(page).toContain("someone else changed the record meanwhile: moved to assessing by");
  expect(page).toContain(`because of ${["Zoe", "Yan"][slower]}`);
});

test("only an administrator declares a record void, and compliance accepts a risk until its day", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const [ann, cat] = [
    await Person.named(collector, "ann", "operator"),
    await Person.named(collector, "cat", "compliance"),
  ];
  const admin = new Person(collector, collector.admin);
  const id = await raised(ann);
  for (const who of [ann, cat]) {
    expect(await who.move(id, "void")).toMatchObject({ status: 403 });
  }
  await ann.move(id, "assessing", { owner: "ann" });
  const assessed = { assessment: "yes", severity: "high", affected: "all" };
  await ann.move(id, "containing", { ...assessed, serious_incident: "no" });
  const until = { until: "2026-12-31", accepted_by: "the board" };
  expect(await ann.move(id, "accepted", until)).toMatchObject({ status: 403 });
  expect((await cat.move(id, "accepted", until)).body).toMatchObject({
    acceptedUntil: "2027-01-01T00:00:00.000Z",
  });
  collector.clock.nowMs = Date.parse("2026-12-31T23:59:00Z");
  await collector.app.tick(collector.clock.nowMs);
  expect((await ann.ask("GET", `/${id}`)).body["state"]).toBe("accepted");
  collector.clock.nowMs = Date.parse("2027-01-01T00:00:00Z");
  await collector.app.tick(collector.clock.nowMs);
  expect((await ann.ask("GET", `/${id}`)).body).toMatchObject({
    state: "analysing",
    steps: expect.arrayContaining([
      expect.objectContaining({ by: "tiltmeter", text: "the risk was accepted until 2026-12-31" }),
    ]),
  });
  expect((await admin.move(id, "void", {}, "an exercise")).body["state"]).toBe("void");
});

test("a concern without a name becomes a record without one, and only one at a time", async () => {
  await using collector = await startCollector({ nowMs: NOW, systems: [{ id: "credit" }] });
  await collector.api("/concerns", [
    {
      ...{ system: "credit", id: "c-1", time: new Date(NOW - 1000).toISOString() },
      ...{ status: "reported", kind: "bias", summary: "nobody told me why" },
    },
  ]);
  await collector.app.settled();
  const admin = new Person(collector, collector.admin);
  const page = await fetch(`${collector.url}/nonconformities/new?system=credit&concern=c-1`, {
    headers: { authorization: `Bearer ${collector.admin}` },
  });
  expect(await page.text()).toMatch(/<textarea[^>]*>nobody told me why</);
  const { reported_by: _, ...fields } = report.fields;
  const asked = {
    fields: { ...fields, source: "concern", system: "credit" },
    concern: { system: "credit", id: "c-1" },
  };
  const { status, body } = await admin.ask("POST", "", asked);
  expect([status, body["reportedBy"], body["concern"]]).toEqual([201, null, asked.concern]);
  expect(await admin.ask("POST", "", asked)).toMatchObject({
    status: 409,
    body: { detail: `${body["id"]} is open for this concern: work on it there` },
  });
});
