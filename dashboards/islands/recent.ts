/** A page that was looked at. */
export interface Recent {
  readonly href: string;
  readonly title: string;
}

const KEY = "tiltmeter-recent";
const RECENT_MAX = 8;
/** What the title of every page ends with. */
const SUFFIX = " · Tiltmeter";

/** Notes that this page was looked at, in this browser alone, and forgets all of it when one signs out. */
export function noteVisit(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) {
    form.addEventListener("submit", () => localStorage.removeItem(KEY));
  }
  const href = location.pathname + location.search;
  // Signing in has no frame, and what was searched for is no page.
  if (location.pathname === "/search" || document.querySelector(".masthead") === null) return;
  const title = document.title.replace(SUFFIX, "");
  const others = recent().filter((each) => each.href !== href && each.title !== title);
  store([{ href, title }, ...others].slice(0, RECENT_MAX));
}

/** The pages that were looked at last, the newest first, but for the one that is shown. */
export function recent(): readonly Recent[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isRecent) : [];
  } catch {
    return [];
  }
}

function store(pages: readonly Recent[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(pages));
  } catch {
    // A browser that keeps nothing has no recent pages.
  }
}

function isRecent(of: unknown): of is Recent {
  if (typeof of !== "object" || of === null || !("href" in of) || !("title" in of)) return false;
  // Whatever was stored, it leads nowhere else.
  return (
    typeof of.title === "string" && typeof of.href === "string" && /^\/(?![/\\])/.test(of.href)
  );
}
