import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { AccessOptions } from "./access-pages.ts";
import type { Assets } from "./assets.ts";
import { attempt, valueOr } from "./parts/attempt.tsx";
import { Document, type PageContent } from "./parts/document.tsx";
import type { Waiting } from "./parts/navigation.tsx";
import type { Theme } from "./parts/theme-switch.tsx";
import type { Reads } from "./reads.ts";
import type { PageViews } from "./views.ts";

/** What the frame around a page asks of whoever serves it: see `PageOptions`. */
interface Framing {
  readonly assetsBase: string;
  readonly actor: (c: Context) => string | null;
  readonly access?: Pick<AccessOptions, "of">;
  readonly nameOf?: (actor: string) => string;
  readonly mayOpen?: (c: Context, href: string) => boolean;
  readonly views?: PageViews;
  readonly events?: string;
}

/**
 * The policy that every page is sent with. Nothing runs, styles or loads but what we serve, and no script
 * makes a document of text but where it reads a page of ours (`islands/parse-page.ts`).
 */
export const PAGE_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types tiltmeter-page",
].join("; ");

export const THEME_COOKIE = "tiltmeter-theme";
/** Puts the frame around a page and sends both. */
export async function respond(
  c: Context,
  content: PageContent,
  frame: { readonly reads: Reads; readonly options: Framing; readonly assets: Assets },
): Promise<Response> {
  const { options } = frame;
  const url = new URL(c.req.url);
  const actor = options.actor(c);
  const page = (
    <Document
      content={content}
      assets={frame.assets}
      assetsBase={options.assetsBase}
      theme={themeOf(getCookie(c, THEME_COOKIE))}
      nowMs={frame.reads.nowMs()}
      path={c.req.method === "GET" ? url.pathname + url.search : "/"}
      address={`${url.host}${url.pathname}${url.search}`}
      actor={actor === null ? null : (options.nameOf?.(actor) ?? actor)}
      who={options.access?.of(c)?.who ?? null}
      waiting={await readWaiting(frame.reads)}
      views={options.views?.list(c) ?? null}
      mayOpen={(href) => mayOpen(options, c, href)}
      events={options.events ?? null}
      sought={url.pathname === "/search" ? (url.searchParams.get("q") ?? "") : ""}
    />
  );
  c.header("content-security-policy", PAGE_POLICY);
  c.header("x-content-type-options", "nosniff");
  c.header("referrer-policy", "same-origin");
  c.header("cache-control", "no-store");
  return c.html(`<!doctype html>${String(page)}`, content.status);
}

/** Whether the navigation leads somebody to a page. */
export function mayOpen(options: Framing, c: Context, href: string): boolean {
  if (options.mayOpen !== undefined) return options.mayOpen(c, href);
  if (href === "/views") return options.views !== undefined;
  return !SERVED_ELSEWHERE.has(href);
}

/** Pages that are not made here, or only where there is something to hand over. */
const SERVED_ELSEWHERE: ReadonlySet<string> = new Set([
  ...["/systems", "/notifications", "/exports", "/access", "/api"],
]);

/** What waits, for the navigation; a page is shown without where it cannot be read. */
async function readWaiting(reads: Reads): Promise<Waiting> {
  const [open, duties] = await Promise.all([
    attempt("the open nonconformities", () => reads.recordPage({ state: "open", limit: 1 })),
    attempt("what is overdue", () => reads.duties({ by: [], state: "breached", limit: 1 })),
  ]);
  return {
    open: valueOr(open, null)?.total ?? null,
    overdue: valueOr(duties, null)?.total ?? null,
  };
}

export function themeOf(text: string | undefined): Theme {
  return text === "light" || text === "dark" ? text : "auto";
}
