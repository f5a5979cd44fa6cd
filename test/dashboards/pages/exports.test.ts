import { createPages, type ExportSummary } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { EXPORTS, fixtureExports } from "../fixture-exports.ts";
import { busyReads } from "../fixture-reads.ts";
import { payloads } from "../hostile.ts";

function site(exports = fixtureExports()): ReturnType<typeof createPages> {
  return createPages(busyReads(), {
    ...{ assetsBase: "/assets", actor: () => null, decider: () => null, act: actsOn([]), exports },
  });
}

async function post(
  app: ReturnType<typeof createPages>,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  return app.request("/exports", {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: "http://localhost",
      host: "localhost",
    },
    body: new URLSearchParams(fields).toString(),
  });
}

const asked = {
  kind: "audit",
  from: "2026-07-01",
  to: "2026-10-01",
  systems: "",
  sample: "",
  seed: "",
};

test("what was made can be fetched, what is being made says how far it is, and what failed says why", async () => {
  const html = await (await site().request("/exports")).text();
  expect(html).toContain(
    'href="/api/v1/exports/e-1/files/audit-package-2026-08-26-to-2026-11-25.tar"',
  );
  expect(html).toContain("4.3 MB");
  expect(html).toContain("42 % made: dossier 3 of 9");
  expect(html).toContain("It failed: the disk is full");
  expect(html).toContain("Not in it: completeness of credit-scoring");
  expect(html).toContain('data-refresh="5"');
  expect(html).toContain("What is covered, and what is not");
});

test("whoever may open it finds the way from coverage and governance, and nobody else is sent there", async () => {
  const from = ["/coverage", "/governance", "/management-review", "/audit"];
  const ways = async (actor: string | null) => {
    const app = site({ ...fixtureExports(), actor: () => actor });
    const pages = from.map(async (path) => (await app.request(path)).text());
    return (await Promise.all(pages)).map((html) => html.includes('href="/exports"'));
  };
  expect(await ways("Ada")).toEqual(from.map(() => true));
  expect(await ways(null)).toEqual(from.map(() => false));
});

test("the form offers the last quarter that is over, and asks for what it says", async () => {
  const noted: object[] = [];
  const app = site(fixtureExports(noted, []));
  const html = await (await app.request("/exports")).text();
  expect(html).toContain('value="2026-07-01"');
  expect(html).toContain('value="2026-10-01"');
  const answer = await post(app, { ...asked, systems: "a, b ,", sample: "60", seed: "4711" });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/exports?done=started"]);
  expect(noted).toEqual([
    {
      by: "mara",
      terms: {
        kind: "audit",
        fromMs: Date.parse("2026-07-01"),
        toMs: Date.parse("2026-10-01"),
        systems: ["a", "b"],
        sample: { count: 60, seed: "4711" },
      },
    },
  ]);
});

test.each([
  [{ kind: "everything" }, "choose what is to be made"],
  [{ from: "2026-02-30" }, "both days are dates"],
  [{ to: "2026-07-01" }, "the period ends after it begins"],
  [{ sample: "60" }, "a sample and its seed go together"],
  [{ sample: "many", seed: "x" }, "a whole number from 1 to 10,000"],
  [{ systems: "nobody's" }, "there is no system"],
])("a form with %j comes back with what was written and why", async (wrong, why) => {
  const noted: object[] = [];
  const answer = await post(site(fixtureExports(noted)), { ...asked, ...wrong });
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html).toContain(why);
  for (const value of Object.values(wrong)) {
    if (value !== "everything") expect(html).toContain(value.replaceAll("'", "&#39;"));
  }
  expect(html).not.toContain("data-refresh");
});

test("a page that looks again by itself has no form to be wiped while somebody fills it in", async () => {
  const busy = await (await site().request("/exports")).text();
  expect(busy).not.toContain('action="/exports"');
  expect(busy).toContain('href="/exports?another=yes"');
  const another = await (await site().request("/exports?another=yes")).text();
  expect(another).toContain('action="/exports"');
  expect(another).not.toContain("data-refresh");
});

test("who may not is told so, and nothing is made", async () => {
  const noted: object[] = [];
  const answer = await post(site({ ...fixtureExports(noted), actor: () => null }), asked);
  expect(answer.status).toBe(403);
  expect(noted).toEqual([]);
});

test("a list that cannot be read leaves the form, and says so", async () => {
  const list = (): never => {
    throw new Error("the folder is away");
  };
  const html = await (await site({ ...fixtureExports(), list }).request("/exports")).text();
  expect(html).toContain('action="/exports"');
  expect(html).toContain("the exports");
});

test.each(payloads)("nothing that somebody wrote becomes markup: %s", async (payload) => {
  const [, , , done] = EXPORTS;
  if (done === undefined) throw new Error("the fixture has four");
  const hostile: ExportSummary = {
    ...done,
    ...{ id: payload, by: payload, digest: payload, missing: [payload] },
    files: [{ name: payload, bytes: 1 }],
    terms: { ...done.terms, systems: [payload], sample: { count: 1, seed: payload } },
  };
  const html = await (await site(fixtureExports([], [hostile])).request("/exports")).text();
  expect(html).not.toContain(payload.includes("<") ? payload : "<script>alert");
});
