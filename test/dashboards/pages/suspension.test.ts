import { createPages, type PageActs } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { busyReads } from "../fixture-reads.ts";
import { fixtureRecords } from "../fixture-records.ts";
import { HOUR, NOW } from "../fixture-world.ts";

type Decided = Parameters<PageActs["decideOnSystem"]>[0];

/** The pages for somebody who may decide, or for a reader. */
function desk(decider: string | null = "mara"): {
  readonly decided: Decided[];
  readonly read: (path: string) => Promise<string>;
  readonly post: (path: string, form: Record<string, string>) => Promise<Response>;
} {
  const decided: Decided[] = [];
  const records = [...fixtureRecords()];
  const real = actsOn(records);
  const act: PageActs = {
    ...real,
    decideOnSystem: (of) => {
      decided.push(of);
      return real.decideOnSystem(of);
    },
  };
  const pages = createPages(busyReads(records), {
    assetsBase: "/assets",
    actor: () => "mara",
    decider: () => decider,
    act,
  });
  return {
    decided,
    read: async (path) => (await pages.request(path)).text(),
    post: async (path, form) =>
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

const MAIL = "/systems/mail-spam-filter";

test("a proposal says which record it stands on, and offers to follow or to refuse it", async () => {
  const html = await desk().read(MAIL);
  expect(visible(html)).toMatch(/Suspension is proposed , and waits for a person: NC-2026-0008/);
  expect(html).toContain("Live inputs drifted &lt;away&gt;");
  expect(html).toMatch(/name="act" value="approve"/);
  expect(html).toMatch(/name="act" value="refuse"/);
  expect(html).not.toMatch(/name="act" value="resume"/);
});

test("a suspension says since when, by whom, why, up to when, its effect and how many calls it kept", async () => {
  const html = await desk().read("/systems/support-assistant");
  const text = visible(html);
  expect(text).toMatch(
    /support-assistant is suspended since .* until .*, by mara, on NC-2026-0007/,
  );
  expect(text).toContain("answers named customers &amp; more");
  expect(text).toMatch(
    /The first process has acknowledged it .*214 calls were answered by a fallback/,
  );
  expect(html).toMatch(/name="act" value="resume"/);
  expect(html).not.toMatch(/name="act" value="approve"/);
});

test("a record shows the suspension of its system, and its forms lead back to the record", async () => {
  const html = await desk().read("/nonconformities/NC-2026-0008");
  expect(html).toMatch(/name="back" value="\/nonconformities\/NC-2026-0008"/);
});

test("who may not decide sees what stands and no form", async () => {
  for (const path of [MAIL, "/systems/support-assistant", "/nonconformities/NC-2026-0008"]) {
    const html = await desk(null).read(path);
    expect(html).not.toContain("/suspension");
    expect(visible(html)).toContain("To decide takes a compliance or an admin key");
  }
  const { post, decided } = desk(null);
  const answer = await post(`${MAIL}/suspension`, { act: "approve", version: "1", reason: "x" });
  expect([answer.status, decided]).toEqual([403, []]);
});

test("a form decides with reason, end and the version that was seen, and leads back to where it stood", async () => {
  const { post, decided } = desk();
  const form = { act: "approve", version: "1", reason: " half is wrong ", hours: "4" };
  const back = "/nonconformities/NC-2026-0008";
  const answer = await post(`${MAIL}/suspension`, { ...form, back });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `${back}?done=decided`]);
  expect(decided).toEqual([
    {
      system: "mail-spam-filter",
      act: "approve",
      reason: "half is wrong",
      untilMs: NOW + 4 * HOUR,
      version: 1,
      by: "mara",
    },
  ]);
  const astray = await post(`${MAIL}/suspension`, { ...form, back: "//elsewhere.example" });
  expect(astray.headers.get("location")).toBe("/");
});

test("a refused decision comes back with what was written and why", async () => {
  const { post } = desk();
  const send = async (form: Record<string, string>): Promise<readonly [number, string]> => {
    const answer = await post(`${MAIL}/suspension`, { version: "1", reason: "so", ...form });
    return [answer.status, await answer.text()];
  };
  const [missing, html] = await send({ act: "approve", reason: "", hours: "24" });
  expect(missing).toBe(422);
  expect(html).toContain("reason is required");
  expect(html).toMatch(/<option value="24" selected/);
  // The form that this was written in is not offered any more.
  const [, elsewhere] = await send({ act: "resume", reason: "mended" });
  expect(visible(elsewhere)).toContain("is not suspended You wrote: mended");
  const [outdated, meanwhile] = await send({ act: "approve", version: "7", reason: "kept words" });
  expect(outdated).toBe(409);
  expect(meanwhile).toContain(">kept words</textarea>");
  for (const form of [
    { act: "stop" },
    { act: "suspend", version: "x" },
    { act: "suspend", hours: "-1" },
  ]) {
    const [status, page] = await send(form as Record<string, string>);
    expect(status).toBe(422);
    expect(page).toContain("the form was incomplete");
  }
});

test("the overview names what stands still and what waits for somebody to decide", async () => {
  const text = visible(await desk().read("/"));
  expect(text).toMatch(/mail-spam-filter suspension is proposed since/);
  expect(text).toMatch(/support-assistant is suspended since/);
});
