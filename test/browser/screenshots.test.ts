import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { PAGE_ROUTES, UNLINKED } from "./crawl.ts";
import { LOOKS, pictureOf } from "./screenshots.ts";

test("every page has its reviewed pictures, and no picture is of a page that is gone", () => {
  const shown = PAGE_ROUTES.filter((route) => route === "/sign-in" || !UNLINKED.has(route));
  const expected = shown.flatMap((route) => LOOKS.map((look) => pictureOf(route, look)));
  const kept = readdirSync(new URL("./screenshots", import.meta.url));
  const hint = "take them anew with npm run screenshots, and look at what changed";
  expect({ hint, missing: expected.filter((name) => !kept.includes(name)) }).toEqual({
    ...{ hint, missing: [] },
  });
  expect({ hint, stray: kept.filter((name) => !expected.includes(name)) }).toEqual({
    ...{ hint, stray: [] },
  });
});
