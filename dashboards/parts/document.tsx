import type { Child } from "hono/jsx";
import type { Who } from "../access.ts";
import type { Assets } from "../assets.ts";
import { iso } from "../formats/time.ts";
import type { SavedView } from "../views.ts";
import { Logo } from "./logo.tsx";
import { Navigation, type Section, type Waiting } from "./navigation.tsx";
import { type Theme, ThemeSwitch } from "./theme-switch.tsx";

/** What a page hands to the frame around it. */
export interface PageContent {
  readonly title: string;
  /** Null: none of those that the navigation shows. */
  readonly section: Section | null;
  readonly body: Child;
  readonly status: 200 | 403 | 404 | 409 | 422 | 500;
  /** Seconds between silent refreshes; null where the page must hold still (a form, a past range). */
  readonly refreshSeconds: number | null;
  /** What it is about: a system's name, a record's number. Absent: it shows of everything. */
  readonly about?: { readonly system?: string; readonly record?: string };
}

interface Frame {
  readonly content: PageContent;
  readonly assets: Assets;
  readonly assetsBase: string;
  readonly theme: Theme;
  readonly nowMs: number;
  /** Where this page is, for the form that switches the theme. */
  readonly path: string;
  /** As `path`, with the host, for paper. */
  readonly address: string;
  /** Who acts, in words; null: nobody, reading only. */
  readonly actor: string | null;
  /** Who is signed in; null: that is not known here. */
  readonly who: Pick<Who, "name" | "role" | "via"> | null;
  readonly waiting: Waiting;
  /** The views that the reader has; null: none are kept here. */
  readonly views: readonly SavedView[] | null;
  /** Whether the reader may open a page of the navigation. */
  readonly mayOpen: (href: string) => boolean;
  /** Where events come from; null: from nowhere, pages ask again by themselves. */
  readonly events: string | null;
  /** What was searched for, so that it can be changed. */
  readonly sought: string;
}

/** The whole document around one page. */
export function Document(props: Frame): Child {
  const { content, assets, assetsBase, theme, nowMs } = props;
  return (
    <html lang="en" data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${content.title} · Tiltmeter`}</title>
        <link rel="icon" type="image/svg+xml" href={`${assetsBase}/${assets.icon}`} />
        <link rel="stylesheet" href={`${assetsBase}/${assets.style}`} />
        <script type="module" src={`${assetsBase}/${assets.script}`} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="masthead">
          <div class="masthead-inner">
            <div class="masthead-head">
              <a class="brand" href="/">
                <Logo />
                Tiltmeter
              </a>
              {props.mayOpen("/search") ? <Search of={props.sought} /> : null}
            </div>
            <details class="menu">
              <summary>Menu</summary>
              <div class="menu-body">
                <Navigation
                  section={content.section}
                  waiting={props.waiting}
                  mayOpen={props.mayOpen}
                  views={props.views}
                  shown={{ title: content.title, address: props.path }}
                />
                <div class="masthead-foot">
                  {props.who === null ? null : <SignedIn who={props.who} />}
                  <ThemeSwitch theme={theme} back={props.path} />
                </div>
              </div>
            </details>
          </div>
        </header>
        <main id="main" tabindex={-1} {...freshness(props)}>
          {content.body}
        </main>
        <footer class="footer">
          <p>
            <span data-live="read-at">
              Read at{" "}
              <time datetime={iso(nowMs)}>{iso(nowMs).slice(0, 19).replace("T", " ")} UTC</time>
              {content.refreshSeconds === null ? "" : ", kept fresh"}.
            </span>{" "}
            {props.actor !== null
              ? `You act as ${props.actor}.`
              : props.who !== null
                ? `You read as ${props.who.name}.`
                : ""}
          </p>
          <p class="print-only">{props.address}</p>
        </footer>
      </body>
    </html>
  );
}

/** How the page is kept fresh, for the island that does it. */
function freshness({ content, events }: Frame): Record<string, string> {
  if (content.refreshSeconds === null) return {};
  const { system, record } = content.about ?? {};
  return {
    "data-refresh": String(content.refreshSeconds),
    ...(events === null ? {} : { "data-events": events }),
    ...(system === undefined ? {} : { "data-about-system": system }),
    ...(record === undefined ? {} : { "data-about-record": record }),
  };
}

/** Who reads this, with the way to their account and out. */
function SignedIn(props: { who: Pick<Who, "name" | "role" | "via"> }): Child {
  const { name, role, via } = props.who;
  return (
    <div class="signed-in">
      <p>
        <a href="/account">{name}</a> <span class="soft">{role}</span>
      </p>
      {via === "session" ? (
        <form method="post" action="/sign-out">
          <button type="submit" class="button button-quiet">
            Sign out
          </button>
        </form>
      ) : null}
    </div>
  );
}

function Search(props: { of: string }): Child {
  return (
    // biome-ignore lint/a11y/useSemanticElements: `search` is not known to every browser yet
    <form class="search" role="search" method="get" action="/search" data-palette>
      <input
        type="search"
        name="q"
        value={props.of}
        placeholder="Search"
        aria-label="Search systems, controls, records and pages"
        autocomplete="off"
        spellcheck={false}
      />
    </form>
  );
}
