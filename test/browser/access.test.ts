import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Collector, startCollector } from "../end-to-end/collector.ts";
import { violationsOf } from "./accessibility.ts";
import { launchBrowser } from "./browser.ts";

// From the first link to the last sign-out, as people do it; each form is a form, with scripts or without.

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
});

const PASSWORD = "four quiet words here";
const fill = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
  for (const [id, text] of Object.entries(fields)) await page.fill(`#${id}`, text);
};
const fold = (page: Page, title: string): Promise<void> =>
  page.locator("summary", { hasText: title }).first().click();
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name }).first().click();
const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).textContent()) ?? "";
const done = (page: Page): Promise<string> => textOf(page, "[role=status].notice-done");

test.each([{ javaScriptEnabled: false }, { javaScriptEnabled: true }])(
  "somebody makes the first account, invites another, and both look after their access: %o",
  async (options) => {
    await using collector = await startCollector({ nowMs: Date.now() });
    const at = (path: string): string => `${collector.url}${path}`;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${collector.app.signInUrl(collector.url)}&next=/account`);
    await page.waitForURL(at("/account"));
    await fill(page, { "first-name": "Ada Berg", "first-email": "ada@example.org" });
    await fill(page, { password: PASSWORD, again: "another" });
    await press(page, "Make my account");
    expect(await textOf(page, "[role=alert]")).toContain("are not the same");
    await fill(page, { password: PASSWORD, again: PASSWORD });
    await press(page, "Make my account");
    expect(await done(page)).toContain("Your account is made");

    await fold(page, "Make a key");
    await press(page, "Make the key");
    const key = await textOf(page, ".access-secret code");
    expect(await works(collector, key)).toBe(true);
    await page.goto(at("/account"));
    await fold(page, "Rotate");
    await press(page, "Rotate key");
    const successor = await textOf(page, ".access-secret code");
    await page.goto(at("/account"));
    const card = page.locator(".access-card", { hasText: key.split("_")[2] ?? "" }).last();
    await card.locator("summary", { hasText: "Revoke" }).click();
    await card.getByRole("checkbox").check();
    await card.getByRole("button", { name: "Revoke key" }).click();
    expect(await done(page)).toContain("is revoked");
    expect([await works(collector, key), await works(collector, successor)]).toEqual([false, true]);

    await page.goto(at("/access"));
    await fold(page, "Invite somebody");
    await fill(page, { "invite-name": "Bo Lind", "invite-email": "bo@example.org" });
    await press(page, "Make the account and a link");
    const link = await textOf(page, ".access-secret code");
    const other = await (await browser.newContext(options)).newPage();
    await other.goto(link);
    await fill(other, { password: PASSWORD, again: PASSWORD });
    await press(other, "Set it and sign in");
    await other.waitForURL(at("/"));

    await page.goto(at("/access"));
    const bo = page.locator(".access-card", { hasText: "bo@example.org" });
    await bo.locator("summary", { hasText: "Change" }).click();
    await bo.locator("select").selectOption("operator");
    await bo.getByRole("button", { name: "Change Bo Lind" }).click();
    expect(await done(page)).toContain("changed");
    await other.goto(at("/account"));
    expect(other.url()).toContain("/sign-in?next=");
    await fill(other, { email: "bo@example.org", password: PASSWORD });
    await press(other, "Sign in");
    await other.waitForURL(at("/account"));
    expect(await textOf(other, ".lead")).toContain("Bo Lind: operator");
    await fold(other, "Change it");
    const next = "four other quiet words";
    await fill(other, { "password-current": PASSWORD, password: next, again: next });
    await press(other, "Change the password");
    expect(await done(other)).toContain("Your password is changed");

    await bo.locator("summary", { hasText: "Disable" }).click();
    await bo.getByRole("checkbox").last().check();
    await bo.getByRole("button", { name: "Disable Bo Lind" }).click();
    await other.goto(at("/account"));
    expect(other.url()).toContain("/sign-in");
    if (options.javaScriptEnabled) {
      for (const path of ["/account", "/access"]) {
        await page.goto(at(path));
        expect(await violationsOf(page)).toEqual([]);
      }
    }
    await page.goto(at("/account"));
    await fold(page, "Sign out everywhere");
    await page.getByRole("checkbox").last().check();
    await page.getByRole("button", { name: "Sign out everywhere" }).last().click();
    await page.waitForURL(/sign-in/);
  },
  120_000,
);

async function works(collector: Collector, key: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${key}` };
  return (await fetch(`${collector.url}/api/v1/account`, { headers })).status === 200;
}
