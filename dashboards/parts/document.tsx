import type { Child } from "hono/jsx";
import type { Assets } from "../assets.ts";
import { iso } from "../formats/time.ts";
import { Logo } from "./logo.tsx";

export type Theme = "light" | "dark" | "auto";

/** What a page hands to the frame around it. */
export interface PageContent {
  readonly title: string;
  readonly section:
    | "overview"
    | "nonconformities"
    | "duties"
    | "controls"
    | "coverage"
    | "inventory"
    | "governance"
    | "ledger"
    | null;
  readonly body: Child;
  readonly status: 200 | 403 | 404 | 409 | 422 | 500;
  /** Seconds between silent refreshes; null where the page must hold still (a form, a past range). */
  readonly refreshSeconds: number | null;
}

interface Frame {
  readonly content: PageContent;
  readonly assets: Assets;
  readonly assetsBase: string;
  readonly theme: Theme;
  readonly nowMs: number;
  /** Where this page is, for the form that switches the theme. */
  readonly path: string;
  /** Who acts, in words; null: nobody, reading only. */
  readonly actor: string | null;
}

const sections = [
  { id: "overview", href: "/", word: "Overview" },
  { id: "nonconformities", href: "/nonconformities", word: "Nonconformities" },
  { id: "duties", href: "/duties", word: "Duties" },
  { id: "controls", href: "/controls", word: "Controls" },
  { id: "coverage", href: "/coverage", word: "Coverage" },
  { id: "inventory", href: "/inventory", word: "Inventory" },
  { id: "governance", href: "/governance", word: "Governance" },
  { id: "ledger", href: "/ledger", word: "Ledger" },
] as const;

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
            <a class="brand" href="/">
              <Logo />
              Tiltmeter
            </a>
            <nav class="sections" aria-label="Pages">
              {sections.map((section) => (
                <a
                  href={section.href}
                  aria-current={section.id === content.section ? "page" : undefined}
                >
                  {section.word}
                </a>
              ))}
            </nav>
            <ThemeSwitch theme={theme} path={props.path} />
          </div>
        </header>
        <main
          id="main"
          tabindex={-1}
          data-refresh={
            content.refreshSeconds === null ? undefined : String(content.refreshSeconds)
          }
        >
          {content.body}
        </main>
        <footer class="footer">
          <p>
            <span data-live="read-at">
              Read at{" "}
              <time datetime={iso(nowMs)}>{iso(nowMs).slice(0, 19).replace("T", " ")} UTC</time>
              {content.refreshSeconds === null ? "" : `, again every ${content.refreshSeconds} s`}.
            </span>{" "}
            {props.actor === null ? "" : `You act as ${props.actor}.`}
          </p>
        </footer>
      </body>
    </html>
  );
}

const themes = [
  { id: "auto", word: "Auto", shape: "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12" },
  {
    id: "light",
    word: "Light",
    shape:
      "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3.05 3.05l1.1 1.1M11.85 11.85l1.1 1.1M3.05 12.95l1.1-1.1M11.85 4.15l1.1-1.1",
  },
  { id: "dark", word: "Dark", shape: "M12.5 10A5.5 5.5 0 0 1 6 3.5 5.5 5.5 0 1 0 12.5 10z" },
] as const;

function ThemeSwitch(props: { theme: Theme; path: string }): Child {
  return (
    <form class="themes" method="post" action="/theme" data-themes>
      <input type="hidden" name="back" value={props.path} />
      <fieldset>
        <legend class="visually-hidden">Theme</legend>
        {themes.map((theme) => (
          <button
            type="submit"
            name="theme"
            value={theme.id}
            aria-pressed={theme.id === props.theme ? "true" : "false"}
            title={`${theme.word} theme`}
          >
            <svg class={`glyph-${theme.id}`} viewBox="0 0 16 16" aria-hidden="true">
              <path d={theme.shape} />
            </svg>
            <span class="visually-hidden">{theme.word}</span>
          </button>
        ))}
      </fieldset>
    </form>
  );
}
