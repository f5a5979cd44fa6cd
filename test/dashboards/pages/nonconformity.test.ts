import { createPages } from "@tiltmeter/dashboards";
import type { Authority, Nonconformity } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { done, moved } from "../../rules/nonconformity/walk.ts";
import { actsOn } from "../fixture-acts.ts";
import { busyReads } from "../fixture-reads.ts";
import { fixtureRecords } from "../fixture-records.ts";

const [drift] = fixtureRecords();
if (drift === undefined) throw new Error("the fixture has records");
const over = drift.episodes.map((episode) => ({ ...episode, endedMs: drift.raisedMs }));
const fresh: Nonconformity = { ...drift, id: "NC-2026-0099", episodes: over };
const ACTING = ["assessing", "containing", "analysing", "acting"] as const;
const PATH = "/nonconformities/NC-2026-0099";

/** The pages over one record, as a person has them. */
function desk(record: Nonconformity, actor = "mara", authority: Authority = "work") {
  const records = [record];
  const pages = createPages(busyReads(records), {
    ...{ assetsBase: "/assets", actor: () => actor, decider: () => actor },
    ...{ authority: () => authority, act: actsOn(records) },
  });
  const post = async (path: string, form: Record<string, string>) => {
    const answer = await pages.request(path, {
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: "http://localhost",
      },
    });
    return { status: answer.status, html: await answer.text() };
  };
  const show = async (): Promise<string> => (await pages.request(PATH)).text();
  return { post, show, version: String(record.version), now: () => records[0] };
}

test("an action is planned and done on the page, and what is missing keeps what was written", async () => {
  const { post, show, version, now } = desk(moved(fresh, ...ACTING));
  expect(await show()).toMatch(/Not yet: NC-2026-0099 has no corrective action/);
  const plan = { act: "plan", action: "", version, "field.what": "retrain <weekly>" };
  const half = await post(`${PATH}/actions`, plan);
  expect(half.status).toBe(422);
  expect(half.html).toMatch(/id="action-plan-what"[^>]*>retrain &lt;weekly&gt;</);
  expect(half.html).toMatch(/id="action-plan-due"[^>]*aria-invalid="true"/);
  expect(half.html).toContain('href="#action-plan"');
  const whole = { ...plan, "field.owner": "jon", "field.due": "2099-01-31" };
  expect((await post(`${PATH}/actions`, whole)).status).toBe(303);
  expect(await show()).toMatch(/A1.*retrain &lt;weekly&gt;.*jon.*2099-01-31.*open/s);
  const finished = { act: "done", action: "A1", version: String(now()?.version) };
  const without = await post(`${PATH}/actions`, finished);
  expect(without.html).toMatch(/id="action-done-A1-evidence-problem"/);
  const evidence = { ...finished, "field.evidence": "release 7", "field.change": "PR 12" };
  expect((await post(`${PATH}/actions`, evidence)).status).toBe(303);
  const after = await show();
  expect(after).toMatch(/done.*says mara.*release 7/s);
  expect(after).not.toContain('id="action-done-A1"');
});

test("what is refused to a person comes back with their words", async () => {
  const high = { ...fresh, severity: "high", gravest: "high" } as const;
  const proposed = { ...high, proposedDismissal: { by: "mara", atMs: 0, text: "a test" } };
  const { post, show, version } = desk(proposed);
  expect(await show()).toMatch(/mara proposed it: “a test”.*Confirm the dismissal/s);
  const form = { to: "dismissed", version, reason: "it really was one" };
  const answer = await post(`${PATH}/transitions`, form);
  expect(answer.status).toBe(403);
  expect(answer.html).toContain("somebody else has to agree under their own sign-in");
  expect(answer.html).toMatch(/id="move-dismissed-reason"[^>]*>it really was one</);
});

test("ways for others are not offered", async () => {
  const containing = moved(fresh, "assessing", "containing");
  const offers = async (authority: Authority): Promise<readonly string[]> => {
    const html = await desk(containing, "mara", authority).show();
    return [...html.matchAll(/id="move-(\w+)"/g)].map(([, to]) => to ?? "");
  };
  expect(await offers("work")).toEqual(["analysing"]);
  expect(await offers("approve")).toEqual(["analysing", "accepted"]);
  expect(await offers("administer")).toEqual(["analysing", "accepted", "void"]);
});

test("owner, severity and citations are put right, and a citation that cannot be read is kept", async () => {
  const { post, show, version } = desk(fresh);
  const wrong = await post(`${PATH}/edits`, { version, cites: "iso9001", reason: "as well" });
  expect(wrong.status).toBe(422);
  expect(wrong.html).toMatch(/id="edit-cites"[^>]*value="iso9001"/);
  const cites = "iso9001: 10.2; iso27001: 8.16, 5.24";
  const right = { version, cites, "field.owner": "jon", "field.severity": "high", reason: "worse" };
  expect((await post(`${PATH}/edits`, right)).status).toBe(303);
  const html = await show();
  expect(html).toMatch(/ISO\/IEC 27001:.*8\.16 and 5\.24/s);
  expect(html).toMatch(/Owner: jon/);
});

test("a closed record takes postscripts beside it and nothing else", async () => {
  const end = ["verifying", "closing", "closed"] as const;
  const closed = moved(fresh, ...ACTING, ...end);
  const { post, show, version } = desk(closed);
  const before = await show();
  expect(before).toContain("There is nothing left to do.");
  expect(before).not.toMatch(/id="(edit|move-\w+|action-\w+)"/);
  expect(await post(`${PATH}/edits`, { version, "field.owner": "jon" })).toMatchObject({
    status: 422,
    html: expect.stringContaining("is closed and immutable"),
  });
  expect((await post(`${PATH}/comments`, { text: "sampled in the audit" })).status).toBe(303);
});

test("the dossier tells cause, actions and effect, and its ties to others", async () => {
  const tied = {
    ...done(moved(fresh, ...ACTING)),
    ...{ recurrenceOf: "NC-2026-0001", mergedFrom: ["NC-2026-0003"], refutedBy: "NC-2026-0005" },
  };
  const html = await desk(tied).show();
  for (const part of [
    /Criterion of effectiveness<\/dt><dd>words/,
    /The same matter was closed before as <a href="\/nonconformities\/NC-2026-0001"/,
    /Carries on <a href="\/nonconformities\/NC-2026-0003"/,
    /It came back as <a href="\/nonconformities\/NC-2026-0005"/,
    /class="print-head"[^>]*>NC-2026-0099 · acting · medium · mail-spam-filter/,
  ]) {
    expect(html).toMatch(part);
  }
});
