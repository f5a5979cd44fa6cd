import { createAssets, createPages } from "@tiltmeter/dashboards";
import { Hono } from "hono";
import type { Browser, Page } from "playwright-core";
import { type Listening, listen } from "tiltmeter/http/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../browser/browser.ts";
import { benchLedger } from "../collector/http/bench-ledger.ts";
import { type HttpBench, httpBench } from "../collector/http/http-bench.ts";
import { actsOn } from "../dashboards/fixture-acts.ts";
import { busyReads } from "../dashboards/fixture-reads.ts";
import { reviewedRights } from "./reviewed-rights.ts";

// Somebody who is signed in looks at a page of another site, and that page tries every route that changes something.

const changing = reviewedRights().filter(({ method }) => method !== "GET");

/** What has changed, whoever asked. */
interface Changes {
  readonly bench: HttpBench;
  readonly done: readonly string[];
}

function watched(): Changes {
  const done: string[] = [];
  const note =
    <Answer>(what: string, answer: Answer) =>
    (): Answer => {
      done.push(what);
      return answer;
    };
  const act = new Proxy(actsOn([]), {
    get: (acts, name) => {
      done.push(String(name));
      return Reflect.get(acts, name);
    },
  });
  const pages = new Hono().route("/assets", createAssets()).route(
    "/",
    createPages(busyReads(), {
      ...{ assetsBase: "/assets", actor: () => "mara", decider: () => "mara", act },
      roadmapActor: () => "mara",
    }),
  );
  // Of routes that these pages do not have, something stands for each.
  for (const { method, path } of changing) {
    if (!/^\/(api|v1|sign-)/.test(path))
      pages.on(method, path, (c) => c.text(note(path, "done")()));
  }
  const bench = httpBench({
    pages,
    ledger: { ...benchLedger(), rotateKey: async () => note("rotateKey", "a key")() },
    erasure: {
      erase: async () => note("erase", { kind: "refused", reason: "", fields: {} } as const)(),
    },
    backtests: {
      start: note("backtest", { kind: "busy" } as const),
      get: () => null,
      cancel: note("cancel", false),
    },
    exports: {
      start: async () => note("export", { kind: "busy" } as const)(),
      list: () => [],
      get: () => null,
      path: () => null,
      drop: async () => note("drop", false)(),
    },
  });
  return { bench, done };
}

/** Whatever a request could have changed. */
function changesOf({ bench, done }: Changes): object {
  const { acts, stored, storedKeys, accounts, sessions } = bench;
  return {
    ...{ done: [...done], acts: [...acts], stored: [...stored] },
    keys: [...storedKeys.values()],
    accounts: [...accounts.values()],
    sessions: sessions.all().map(({ id }) => id),
  };
}

function signedIn({ sessions, keys }: HttpBench): string {
  const keyId = keys.admin.split("_")[2] ?? "";
  return sessions.start({ owner: { kind: "key", keyId }, way: "key", browser: "a browser" });
}

describe("by headers alone", () => {
  const COOKIE = "tiltmeter_session";
  const foreign: readonly (readonly [string, Record<string, string>])[] = [
    ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["another site without an origin", { "sec-fetch-site": "cross-site" }],
    ["another port", { "sec-fetch-site": "same-site", origin: "http://localhost:9" }],
    ["an older browser on another site", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
    ["a name that ends like ours", { origin: "http://localhost.evil.example" }],
    ["the same name with another scheme and port", { origin: "https://localhost:8443" }],
    [
      "a page that says it is ours and is told otherwise",
      {
        ...{ "sec-fetch-site": "cross-site", origin: "http://localhost" },
      },
    ],
  ];
  const kinds = ["application/x-www-form-urlencoded", "text/plain", "application/json"];

  test.each(foreign)("%s changes nothing on any route", async (_, headers) => {
    const world = watched();
    const cookie = `${COOKIE}=${signedIn(world.bench)}`;
    const before = changesOf(world);
    for (const { method, path } of changing) {
      for (const kind of kinds) {
        const answer = await world.bench.request(addressOf(path), {
          method,
          headers: { ...headers, cookie, "content-type": kind, host: "localhost" },
          ...(method === "DELETE"
            ? {}
            : { body: kind.endsWith("json") ? "{}" : "to=closed&act=suspend" }),
        });
        expect([401, 403], `${method} ${path} as ${kind}`).toContain(answer.status);
      }
    }
    expect(changesOf(world)).toEqual(before);
  });

  test("our own pages get through: what was refused above was refused for where it came from", async () => {
    const world = watched();
    const own = { "sec-fetch-site": "same-origin", origin: "http://localhost" };
    for (const { method, path } of changing) {
      if (path.startsWith("/sign-")) continue;
      // Anew for each: some of them end it.
      const cookie = `${COOKIE}=${signedIn(world.bench)}`;
      const answer = await world.bench.request(addressOf(path), {
        method,
        headers: { ...own, cookie, "content-type": "application/json" },
        ...(method === "DELETE" ? {} : { body: "{}" }),
      });
      expect(await answer.text(), `${method} ${path}`).not.toContain("from our own pages");
    }
  });
});

/** Hundreds of requests of a browser: seconds, and more where others use the machine too. */
const SLOW = { timeout: 180_000 };

describe("in a real browser", () => {
  let browser: Browser;
  let world: Changes;
  let ours: Listening;
  let theirs: Listening;
  /** Every changing request that reached us, with the answer's status. */
  const reached: {
    readonly asked: string;
    readonly status: number;
    readonly isSignedIn: boolean;
  }[] = [];

  beforeAll(async () => {
    world = watched();
    ours = await listen({
      host: "127.0.0.1",
      port: 0,
      fetch: async (request) => {
        const answer = await world.bench.app.fetch(request);
        if (request.method !== "GET") {
          const { pathname } = new URL(request.url);
          const isSignedIn = (request.headers.get("cookie") ?? "").includes("tiltmeter_session");
          reached.push({
            asked: `${request.method} ${pathname}`,
            status: answer.status,
            isSignedIn,
          });
        }
        return answer;
      },
    });
    const page = "<!doctype html><title>Nice pictures</title><body></body>";
    theirs = await listen({
      host: "127.0.0.1",
      port: 0,
      fetch: () => new Response(page, { headers: { "content-type": "text/html" } }),
    });
    browser = await launchBrowser(["--host-resolver-rules=MAP evil.example 127.0.0.1"]);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await ours?.close();
    await theirs?.close();
  });

  const attack = async (at: string): Promise<Page> => {
    const context = await browser.newContext();
    const cookie = {
      name: "tiltmeter_session",
      value: signedIn(world.bench),
      sameSite: "Strict",
    } as const;
    await context.addCookies([{ ...cookie, url: ours.url, httpOnly: true }]);
    const page = await context.newPage();
    await page.goto(at);
    return page;
  };

  const routes = changing.map(({ method, path }) => ({ method, path: addressOf(path) }));

  test(
    "fetches of every kind from another port, where cookies go along, and from another site",
    SLOW,
    async () => {
      for (const host of ["127.0.0.1", "evil.example"]) {
        const page = await attack(`http://${host}:${theirs.port}/`);
        const before = changesOf(world);
        const from = reached.length;
        // Without the cookie it is the same for each: a third of them tells.
        const tried = host === "127.0.0.1" ? routes : routes.filter((_, i) => i % 3 === 0);
        await page.evaluate(fetchEverything, { url: ours.url, routes: tried });
        const seen = reached.slice(from);
        expect(seen.length).toBeGreaterThan(tried.length);
        // A browser asks first before it sends what a form could not: that is answered with nothing.
        for (const { asked, status } of seen) {
          const isRoute = routes.some(({ method, path }) => asked === `${method} ${path}`);
          expect(isRoute ? [401, 403] : [204, 404, 405], asked).toContain(status);
        }
        // On another port of one name even the strictest cookie is sent, so it is not what protects.
        expect(seen.some(({ isSignedIn }) => isSignedIn)).toBe(host === "127.0.0.1");
        expect(changesOf(world)).toEqual(before);
        await page.context().close();
      }
    },
  );

  test("forms that send themselves, as the top page and in a frame", SLOW, async () => {
    const forms = changing.filter(
      ({ method, path }) => method === "POST" && !path.startsWith("/api/"),
    );
    expect(forms.length).toBeGreaterThan(20);
    const page = await attack(`http://127.0.0.1:${theirs.port}/`);
    const before = changesOf(world);
    const from = reached.length;
    await page.evaluate(sendForms, {
      url: ours.url,
      paths: forms.map(({ path }) => addressOf(path)),
    });
    await expect.poll(() => reached.length - from, { timeout: 20_000 }).toBe(forms.length);
    // The whole window goes to our address by it, and gets a page that says no.
    const navigated = page.waitForURL(`${ours.url}/**`);
    await page.evaluate(sendForm, { url: `${ours.url}/holds` });
    await navigated;
    expect(await page.textContent("body")).toContain("a form is sent from our own pages only");
    for (const { asked, status } of reached.slice(from))
      expect([asked, status]).toEqual([asked, 403]);
    expect(changesOf(world)).toEqual(before);
    await page.context().close();
  });

  test("a name that was made to point here is no name of ours", async () => {
    const page = await attack(`http://evil.example:${theirs.port}/`);
    const before = changesOf(world);
    const from = reached.length;
    // The page's own name now leads to our port: to the browser it is one origin, without our cookie.
    const answer = await page.goto(`http://evil.example:${ours.port}/`);
    expect(answer?.status()).toBe(421);
    const statuses = await page.evaluate(fetchOwn, routes);
    expect([...new Set(statuses)]).toEqual([421]);
    expect(reached.slice(from).every(({ isSignedIn }) => !isSignedIn)).toBe(true);
    expect(changesOf(world)).toEqual(before);
    await page.context().close();
  });

  test(
    "pages break none of their own policy, and what is not in it does not run",
    SLOW,
    async () => {
      const page = await attack(ours.url);
      const broken: string[] = [];
      page.on("console", (message) => {
        if (/Content.Security.Policy|TrustedHTML|Refused to/i.test(message.text()))
          broken.push(message.text());
      });
      const shown = reviewedRights().filter(
        ({ method, path }) =>
          method === "GET" &&
          !path.startsWith("/api/") &&
          !path.includes(":") &&
          /^\/[a-z-]*$/.test(path),
      );
      for (const { path } of shown) {
        if (/^\/(checkpoint|healthz|readyz|metrics)/.test(path)) continue;
        await page.goto(`${ours.url}${path}`);
      }
      expect(broken).toEqual([]);
      await page.goto(ours.url);
      const ran = await page.evaluate(breakIn);
      expect(ran).toEqual({ inline: false, text: "refused", frame: false });
      expect(broken.length).toBeGreaterThan(0);
      await page.context().close();
    },
  );
});

function addressOf(path: string): string {
  return path.replace(/:\w+/g, "NC-2026-0042").replace("*", "000");
}

// What runs in the browser; it sees nothing of this file.

async function fetchEverything(of: {
  readonly url: string;
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}): Promise<void> {
  const form = new FormData();
  form.set("act", "suspend");
  for (const { method, path } of of.routes) {
    const body = method === "DELETE" ? {} : { body: '{"act":"suspend","reason":"r"}' };
    const tries: readonly RequestInit[] = [
      {
        mode: "no-cors",
        method: "POST",
        body: "act=suspend&x=1",
        headers: { "content-type": "text/plain" },
      },
      { mode: "no-cors", method: "POST", body: new URLSearchParams({ act: "suspend" }) },
      { mode: "no-cors", method: "POST", body: form },
      { mode: "no-cors", method: "POST", body: new Blob(["{}"]) },
      { mode: "cors", method, ...body, headers: { "content-type": "application/json" } },
    ];
    const sent = tries.map((init) =>
      fetch(`${of.url}${path}`, { credentials: "include", ...init }),
    );
    sent.push(
      Promise.resolve(new Response(String(navigator.sendBeacon(`${of.url}${path}`, "{}")))),
    );
    await Promise.allSettled(sent);
  }
}

function sendForms(of: { readonly url: string; readonly paths: readonly string[] }): void {
  of.paths.forEach((path, i) => {
    const frame = document.createElement("iframe");
    frame.name = `frame-${i}`;
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: `${of.url}${path}`, target: frame.name });
    const field = document.createElement("input");
    Object.assign(field, { name: "act", value: "suspend" });
    form.append(field);
    document.body.append(frame, form);
    form.submit();
  });
}

function sendForm({ url }: { readonly url: string }): void {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: url });
  document.body.append(form);
  form.submit();
}

async function fetchOwn(
  routes: readonly { readonly method: string; readonly path: string }[],
): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const { method, path } of routes) {
    const body = method === "DELETE" ? {} : { body: "{}" };
    const headers = { "content-type": "application/json" };
    statuses.push((await fetch(path, { method, headers, ...body })).status);
  }
  return statuses;
}

async function breakIn(): Promise<object> {
  const script = document.createElement("script");
  script.append("globalThis.broken = true");
  document.body.append(script);
  let text = "made";
  try {
    document.createElement("div").innerHTML = "<img src=x onerror=alert(1)>";
  } catch {
    text = "refused";
  }
  const frame = document.createElement("iframe");
  frame.src = "/";
  document.body.append(frame);
  await new Promise((resolve) => {
    frame.onload = resolve;
    setTimeout(resolve, 2_000);
  });
  const isShown = (() => {
    try {
      return (
        frame.contentDocument?.querySelector("main") !== null && frame.contentDocument !== null
      );
    } catch {
      return false;
    }
  })();
  return { inline: Reflect.has(globalThis, "broken"), text, frame: isShown };
}
