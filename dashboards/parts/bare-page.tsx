import type { Child } from "hono/jsx";
import type { Assets } from "../assets.ts";
import { Logo } from "./logo.tsx";

/** Where the styles of a page outside the frame come from; null: plain. */
export interface BareFrame {
  readonly assetsBase: string;
  readonly assets: Assets;
}

/** A page outside the frame, for those who may not be signed in. */
export function barePage(
  of: { readonly title: string; readonly frame: BareFrame | null; readonly head?: Child },
  body: Child,
): string {
  const { frame } = of;
  const page = (
    <html lang="en" data-theme="auto">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{of.title === "Tiltmeter" ? of.title : `${of.title} · Tiltmeter`}</title>
        {frame === null ? (
          <link rel="icon" href="data:," />
        ) : (
          <>
            <link
              rel="icon"
              type="image/svg+xml"
              href={`${frame.assetsBase}/${frame.assets.icon}`}
            />
            <link rel="stylesheet" href={`${frame.assetsBase}/${frame.assets.style}`} />
          </>
        )}
        {of.head ?? null}
      </head>
      <body class="bare">
        <main id="main" class="bare-main">
          <p class="brand">
            <Logo />
            Tiltmeter
          </p>
          {body}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${String(page)}`;
}
