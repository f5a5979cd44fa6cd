import { createPages } from "@tiltmeter/dashboards";
import type { Nonconformity } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { busyReads } from "../fixture-reads.ts";

const PATH = "/nonconformities/new";

function desk(actor: string | null = "mara") {
  const records: Nonconformity[] = [];
  const pages = createPages(busyReads(records), {
    ...{ assetsBase: "/assets", actor: () => actor, decider: () => actor, act: actsOn(records) },
  });
  const post = (form: Record<string, string>): Promise<Response> =>
    Promise.resolve(
      pages.request(PATH, {
        method: "POST",
        body: new URLSearchParams(form).toString(),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          origin: "http://localhost",
        },
      }),
    );
  return { pages, post, records };
}

const told = {
  "field.source": "supplier",
  "field.title": "The vendor changed the model",
  "field.requirement": "Changes are announced a week before.",
  "field.severity": "medium",
  cites: "iso42001: A.10.3",
};

test("a report that lacks something comes back with what was written", async () => {
  const { post, records } = desk();
  const answer = await post(told);
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html).toContain("Nothing was raised: a nonconformity needs statement");
  expect(html).toMatch(/id="raise-statement"[^>]*aria-invalid="true"/);
  expect(html).toMatch(/id="raise-title"[^>]*value="The vendor changed the model"/);
  expect(html).toMatch(/value="supplier" selected/);
  expect(html).toMatch(/id="raise-cites"[^>]*value="iso42001: A.10.3"/);
  const unread = await post({ ...told, "field.statement": "v12 became v13", cites: "A.10.3" });
  expect(unread.status).toBe(422);
  expect(records).toEqual([]);
});

test("a whole one raises a record and leads to its page", async () => {
  const { pages, post, records } = desk();
  const answer = await post({ ...told, "field.statement": "v12 became v13" });
  expect(answer.status).toBe(303);
  const location = answer.headers.get("location") ?? "";
  expect(records).toMatchObject([{ source: "supplier", clauses: { iso42001: ["A.10.3"] } }]);
  const html = await (await pages.request(location)).text();
  expect(html).toContain("The record is raised. It waits for somebody who takes ownership.");
  expect(html).toContain("v12 became v13");
  expect(html).toContain("A person raised it: there is no snapshot of measurements.");
});

test("a concern fills the form in, and whoever told of it without a name stays without one", async () => {
  const { pages, post, records } = desk();
  const html = await (await pages.request(`${PATH}?system=mail-spam-filter&concern=c-2`)).text();
  expect(html).toMatch(/id="raise-statement"[^>]*>an answer to my application never reached me</);
  expect(html).toMatch(/id="raise-reported_by"[^>]*value=""/);
  const value = /<option value="([^"]+)" selected[^>]*>mail-spam-filter: an answer/.exec(html)?.[1];
  const concern = value?.replaceAll("&quot;", '"') ?? "";
  expect(html).not.toContain("settled");
  const whole = { ...told, "field.source": "concern", "field.statement": "no answer", concern };
  expect((await post(whole)).status).toBe(303);
  expect(records).toMatchObject([
    { source: "concern", concern: { system: "mail-spam-filter", id: "c-2" }, reportedBy: null },
  ]);
});

test("who may only read raises nothing", async () => {
  const { pages, post } = desk(null);
  expect((await pages.request(PATH)).status).toBe(403);
  expect((await post(told)).status).toBe(403);
});
