import { createPages } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { busyReads, failingReads } from "../fixture-reads.ts";
import { fixtureRecords } from "../fixture-records.ts";

/** The pages for somebody who works (`mara`) and may decide, or for others. */
function desk(actor: string | null = "mara", decider: string | null = "mara") {
  const records = [...fixtureRecords()];
  const options = { assetsBase: "/assets", actor: () => actor, decider: () => decider };
  const pages = createPages(busyReads(records), { ...options, act: actsOn(records) });
  return {
    first: records[0]?.id ?? "",
    read: async (path: string) => (await pages.request(path)).text(),
    post: async (path: string, form: Record<string, string>) =>
      pages.request(path, {
        method: "POST",
        body: new URLSearchParams(form).toString(),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          origin: "http://localhost",
        },
      }),
  };
}

const visible = (html: string): string => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

test("the duties of a record show its clocks, and both readings of a law that is contested", async () => {
  const { read, first } = desk();
  const text = visible(await read(`/nonconformities/${first}/duties`));
  expect(text).toMatch(/Acknowledge: name an owner .* Contain it .* Find the cause/);
  expect(text).toMatch(/Art\. 73\(4\) .* at risk|Art\. 73\(4\) .* overdue/);
  expect(text).toContain("Article 73 applies since 2 August 2026. Report by");
  expect(text).toContain("Not before 2 Dec 2027: nothing has to be reported by it.");
  expect(text).toContain("not later than 10 days after the date on which the provider");
  expect(text).toMatch(/Art\. 73\(2\) .* a shorter time of the same article binds/);
  expect(text).toContain("GDPR), Art. 33(1): personal data breach, 72 hours");
});

test("a report ends the clock, and its reference is on the page", async () => {
  const { post, read, first } = desk();
  const path = `/nonconformities/${first}`;
  const form = { duty: "eu-ai-act-73-4", stage: "initial", reference: "case <7>", made_at: "" };
  const empty = await post(`${path}/reports`, { ...form, reference: " " });
  expect(empty.status).toBe(422);
  expect(visible(await empty.text())).toContain("Reference: is required");
  const wrong = await post(`${path}/reports`, { ...form, made_at: "yesterday" });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('value="yesterday"');
  const sent = await post(`${path}/reports`, form);
  expect([sent.status, sent.headers.get("location")]).toEqual([
    303,
    `${path}/duties?done=reported`,
  ]);
  const html = await read(`${path}/duties?done=reported`);
  expect(html).toContain("case &lt;7&gt;");
  expect(visible(html)).toMatch(/The initial report was sent .* The complete one is to follow/);
  expect(visible(html)).toContain("The report is on the record.");
});

test("a clock is set aside with its reason, and stays to be seen", async () => {
  const { post, read, first } = desk();
  const path = `/nonconformities/${first}`;
  const sent = await post(`${path}/set-aside`, { duty: "eu-ai-act-73-4", reason: "nobody died" });
  expect(sent.status).toBe(303);
  const text = visible(await read(`${path}/duties`));
  expect(text).toMatch(/Art\. 73\(4\) .* set aside .* nobody died/);
  // The next of its group binds now.
  expect(text).toMatch(/Report: what is known so far|Record a report/);
  const twice = await post(`${path}/set-aside`, { duty: "eu-ai-act-73-4", reason: "again" });
  expect(visible(await twice.text())).toContain("is set aside already");
});

test("an incident is stated with its kinds, and what was written comes back where it is refused", async () => {
  const { post, read } = desk();
  const second = fixtureRecords()[1]?.id ?? "";
  const path = `/nonconformities/${second}`;
  const form = { serious: "suspected", kinds: "personal_data_breach", reason: "a leak" };
  const refused = await post(`${path}/incident`, form);
  expect(refused.status).toBe(422);
  const html = await refused.text();
  expect(html).toMatch(/value="personal_data_breach" checked/);
  expect(visible(html)).toContain("aware_at is required where legal clocks run");
  const done = await post(`${path}/incident`, { ...form, aware_at: "2026-11-23T10:00Z" });
  expect(done.status).toBe(303);
  expect(visible(await read(`${path}/duties`))).toContain("A serious incident is suspected.");
});

test("a hold says what changed, and is not released by who stated it, nor while a report is owed", async () => {
  const { read, post } = desk();
  const text = visible(await read("/holds"));
  expect(text).toMatch(/Held: nothing of mail-spam-filter expires/);
  expect(text).toContain("spam 2026-11-27 answers, which did not before");
  const own = await post("/holds/HOLD-0001/release", { reason: "done", back: "/holds" });
  expect(own.status).toBe(422);
  expect(visible(await own.text())).toContain("stands on your own statement of the incident");
  const other = desk("jo", "jo");
  const owed = await other.post("/holds/HOLD-0001/release", { reason: "done", back: "/holds" });
  expect(visible(await owed.text())).toContain("while a report is owed (Art. 73(4)");
  const { first } = other;
  const report = { duty: "eu-ai-act-73-4", stage: "complete", reference: "case 7", made_at: "" };
  await other.post(`/nonconformities/${first}/reports`, report);
  const form = { reason: "reported", back: "//evil.example" };
  const released = await other.post("/holds/HOLD-0001/release", form);
  expect([released.status, released.headers.get("location")]).toEqual([303, "/"]);
  expect(visible(await other.read("/holds"))).toMatch(/Released .* by jo: reported/);
});

test("a person places a hold, and takes it back", async () => {
  const { post, read } = desk("jo", "jo");
  const place = { system: "credit", record: "", reason: "a letter from the authority" };
  expect((await post("/holds", place)).status).toBe(303);
  expect(visible(await read("/holds"))).toContain("a letter from the authority");
  const taken = await post("/holds/HOLD-0002/release", { reason: "a mistake", back: "/holds" });
  expect(taken.status).toBe(303);
});

test("who may only read sees no form, and can do nothing", async () => {
  const { read, post, first } = desk(null, null);
  for (const path of [`/nonconformities/${first}/duties`, "/holds"]) {
    expect(await read(path)).not.toMatch(/<form class="form"/);
  }
  for (const path of [`/nonconformities/${first}/incident`, "/holds", "/holds/HOLD-0001/release"]) {
    expect((await post(path, { reason: "r" })).status).toBe(403);
  }
});

test("what cannot be read is said to be unknown, not fine", async () => {
  const records = [...fixtureRecords()];
  const options = { assetsBase: "/assets", actor: () => "mara", decider: () => "mara" };
  const pages = createPages(failingReads(), { ...options, act: actsOn(records) });
  for (const path of ["/duties", "/holds", "/nonconformities/NC-2026-0007/duties"]) {
    expect(visible(await (await pages.request(path)).text())).toMatch(/could not (be )?read/i);
  }
});
