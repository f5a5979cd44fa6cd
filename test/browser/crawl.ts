import type { Page } from "playwright-core";
import { POLICY } from "tiltmeter/http/policy";

/** A page of the product: its route in the policy table, and one address of it. */
export interface Found {
  readonly route: string;
  readonly path: string;
}

/** Addresses of one route that differ in more than a word are not all worth a visit. */
const EACH_MAX = 2;

/** Every route that a person opens in a browser. */
export const PAGE_ROUTES: readonly string[] = Object.entries(POLICY)
  .filter(([route, { answers }]) => route.startsWith("GET ") && answers === "page")
  .map(([route]) => route.slice("GET ".length))
  .filter((route) => !route.startsWith("/assets/"));

/** Pages that no link leads to, and why. */
export const UNLINKED: ReadonlyMap<string, string> = new Map([
  ["/sign-in", "who is signed in has no need of it"],
  ["/sign-in/password", "its link is in an invitation"],
  ["/sign-in/provider", "no provider is configured"],
  ["/sign-in/provider/return", "the provider leads back to it"],
  ["/acknowledge/:token", "its link is in a message"],
]);

/** Every route that a form of a page is sent to. */
export const POST_ROUTES: readonly string[] = Object.entries(POLICY)
  .filter(([route, { answers }]) => route.startsWith("POST ") && answers === "page")
  .map(([route]) => route);

/** The route that answers a path of ours; null where none is a page. */
export function routeOf(path: string): string | null {
  const parts = path.split("/");
  const fits = (route: string): boolean => {
    const known = route.split("/");
    return (
      known.length === parts.length &&
      known.every((part, i) => part.startsWith(":") || part === parts[i])
    );
  };
  // A literal part wins over a name: `/nonconformities/new` is no record.
  return [...PAGE_ROUTES].sort((a, b) => names(a) - names(b)).find(fits) ?? null;
}

/**
 * Follows every link from the overview on, as a signed-in person could, and gives each page found with its
 * address, at most two a route, in the order of discovery. `seen` is called on every page while it is open.
 */
export async function crawl(
  page: Page,
  of: {
    readonly url: string;
    readonly from?: readonly string[];
    readonly seen?: (found: Found) => Promise<void>;
  },
): Promise<readonly Found[]> {
  const found: Found[] = [];
  const todo = ["/", ...(of.from ?? [])];
  const known = new Set(todo);
  for (const path of todo) {
    const route = routeOf(new URL(path, of.url).pathname);
    if (route === null) continue;
    if (found.filter((each) => each.route === route).length >= EACH_MAX) continue;
    await page.goto(of.url + path, { waitUntil: "load" });
    const each = { route, path };
    found.push(each);
    await of.seen?.(each);
    for (const link of await linksOf(page, of.url)) {
      if (known.has(link)) continue;
      known.add(link);
      todo.push(link);
    }
  }
  return found;
}

/** Where the open page leads to within the product: path and query, without fragments. */
async function linksOf(page: Page, url: string): Promise<readonly string[]> {
  const links = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map((each) => each.href),
  );
  return links
    .map((href) => new URL(href))
    .filter(({ origin }) => origin === url)
    .map(({ pathname, search }) => pathname + search);
}

function names(route: string): number {
  return route.split(":").length;
}
