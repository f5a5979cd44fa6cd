import { follow } from "./live.ts";
import { parsePage } from "./parse-page.ts";

/** Sent to a chart's figure when newer data have come; `detail` is the figure that the server sent. */
export const NEWER_DATA = "tiltmeter:data";

/** Who cannot see that a page has changed is told no more often than this. */
const TOLD_MS = 20_000;

/** The text that each region was made from: a region that a script has touched compares by this. */
const sources = new WeakMap<Element, string>();

/**
 * Keeps a page fresh: fetches it again when something happened that concerns it and puts in the parts
 * that changed. The place on the page, what is typed and what is focused stay. Says so when the
 * collector does not answer. Call it before anything else touches the page.
 */
export function keepFresh(revive: (within: ParentNode) => void): void {
  const main = document.querySelector("main");
  const seconds = Number(main?.dataset["refresh"] ?? 0);
  if (main === null || !(seconds > 0)) return;
  for (const region of regions(document)) sources.set(region, region.outerHTML);
  const say = sayer(main);
  const refresh = async (): Promise<boolean> => {
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (answer.redirected || !answer.ok) throw new Error(`answered ${answer.status}`);
      const fresh = parsePage(await answer.text());
      if (put(fresh, revive)) say();
      delete document.documentElement.dataset["stale"];
      return true;
    } catch {
      document.documentElement.dataset["stale"] = "";
      return false;
    }
  };
  follow({ events: eventsOf(main), seconds, refresh });
}

/** Where the events come from that concern the page; null: from nowhere. */
function eventsOf(main: HTMLElement): string | null {
  const path = main.dataset["events"];
  if (path === undefined || !("EventSource" in globalThis)) return null;
  const query = new URLSearchParams();
  const { aboutSystem, aboutRecord } = main.dataset;
  if (aboutSystem !== undefined) query.set("system", aboutSystem);
  if (aboutRecord !== undefined) query.set("record", aboutRecord);
  return query.size === 0 ? path : `${path}?${query}`;
}

/** A line that only a screen reader reads, when it has nothing else to say. */
function sayer(main: HTMLElement): () => void {
  const line = document.createElement("p");
  line.className = "visually-hidden";
  line.setAttribute("role", "status");
  main.after(line);
  let lastMs = 0;
  return () => {
    if (Date.now() - lastMs < TOLD_MS) return;
    lastMs = Date.now();
    line.textContent = line.textContent === "Page updated" ? "Page updated again" : "Page updated";
  };
}

/** Puts in what changed; whether anything did that is worth a word. */
function put(fresh: Document, revive: (within: ParentNode) => void): boolean {
  const [now, next] = [regions(document), regions(fresh)];
  if (names(now) !== names(next)) return putAll(fresh, revive);
  let hasChanged = false;
  for (const [i, region] of now.entries()) {
    const newer = next[i];
    const source = newer?.outerHTML ?? "";
    if (newer === undefined || source === sources.get(region)) continue;
    if (isDrawn(region) && isDrawn(newer)) {
      sources.set(region, source);
      region.dispatchEvent(new CustomEvent(NEWER_DATA, { detail: newer }));
      continue;
    }
    if (isInUse(region)) continue;
    const put = document.importNode(newer, true);
    keepUnfolded(region, put);
    region.replaceWith(put);
    sources.set(put, source);
    revive(put);
    // The time at which the page was read is no news.
    hasChanged ||= region.dataset["live"] !== "read-at";
  }
  return hasChanged;
}

/** A chart that has something to draw: it takes the data. One that had nothing is put in anew. */
function isDrawn(region: HTMLElement): boolean {
  return region.dataset["chart"] !== undefined && region.querySelector(".chart-plot") !== null;
}

/** Other parts than before: the first system has appeared, say. Everything is put in anew. */
function putAll(fresh: Document, revive: (within: ParentNode) => void): boolean {
  const [main, newer] = [document.querySelector("main"), fresh.querySelector("main")];
  if (main === null || newer === null || isInUse(main)) return false;
  const put = document.importNode(newer, true);
  keepUnfolded(main, put);
  main.replaceChildren(...put.children);
  for (const region of regions(document)) sources.set(region, region.outerHTML);
  revive(main);
  return true;
}

/** What a person has opened or closed stays so. */
function keepUnfolded(from: Element, to: Element): void {
  const before = new Map(folds(from).map((fold) => [fold.dataset["fold"], fold.open]));
  for (const fold of folds(to)) fold.open = before.get(fold.dataset["fold"]) ?? fold.open;
}

function folds(within: Element): readonly HTMLDetailsElement[] {
  return [...within.querySelectorAll<HTMLDetailsElement>("details[data-fold]")];
}

/** What a person is in the middle of is left alone until they are done: focused, or written in. */
function isInUse(region: Element): boolean {
  const focused = document.activeElement;
  if (focused !== null && focused !== region && region.contains(focused)) return true;
  const written = [
    ...region.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea"),
  ].some((field) => {
    if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
    if (field.type === "hidden") return false;
    return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  });
  if (written) return true;
  // A choice of which none is marked is as it came while its first is chosen.
  return [...region.querySelectorAll("select")].some((select) => {
    const marked = [...select.options].findIndex((option) => option.defaultSelected);
    return select.selectedIndex !== Math.max(marked, 0);
  });
}

function regions(within: ParentNode): readonly HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>("[data-live]")];
}

function names(of: readonly HTMLElement[]): string {
  return of.map((region) => region.dataset["live"]).join(" ");
}
