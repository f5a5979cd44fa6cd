/** Sent to a chart's figure when newer data have come; `detail` is the figure that the server sent. */
export const NEWER_DATA = "tiltmeter:data";

/** The text that each region was made from: a region that a script has touched compares by this. */
const sources = new WeakMap<Element, string>();

/**
 * Keeps a page fresh: fetches it again every few seconds and puts in the parts that changed. The place
 * on the page, what is typed and what is focused stay. Rests while the page is hidden, and says so
 * when the collector does not answer. Call it before anything else touches the page.
 */
export function keepFresh(revive: (within: ParentNode) => void): void {
  const seconds = Number(document.querySelector("main")?.dataset["refresh"] ?? 0);
  if (!(seconds > 0)) return;
  for (const region of regions(document)) sources.set(region, region.outerHTML);
  let failures = 0;
  const again = (): void => {
    // A collector that does not answer is asked less and less often, up to every two minutes.
    setTimeout(() => void refresh(), Math.min(seconds * 2 ** failures, 120) * 1000);
  };
  const refresh = async (): Promise<void> => {
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => void refresh(), { once: true });
      return;
    }
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (answer.redirected || !answer.ok) throw new Error(`answered ${answer.status}`);
      put(new DOMParser().parseFromString(await answer.text(), "text/html"), revive);
      failures = 0;
      delete document.documentElement.dataset["stale"];
    } catch {
      failures += 1;
      document.documentElement.dataset["stale"] = "";
    }
    again();
  };
  again();
}

function put(fresh: Document, revive: (within: ParentNode) => void): void {
  const [now, next] = [regions(document), regions(fresh)];
  if (names(now) !== names(next)) {
    putAll(fresh, revive);
    return;
  }
  for (const [i, region] of now.entries()) {
    const newer = next[i];
    const source = newer?.outerHTML ?? "";
    if (newer === undefined || source === sources.get(region)) continue;
    if (region.dataset["chart"] !== undefined && newer.dataset["chart"] !== undefined) {
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
  }
}

/** Other parts than before: the first system has appeared, say. Everything is put in anew. */
function putAll(fresh: Document, revive: (within: ParentNode) => void): void {
  const [main, newer] = [document.querySelector("main"), fresh.querySelector("main")];
  if (main === null || newer === null || isInUse(main)) return;
  const put = document.importNode(newer, true);
  keepUnfolded(main, put);
  main.replaceChildren(...put.children);
  for (const region of regions(document)) sources.set(region, region.outerHTML);
  revive(main);
}

/** What a person has opened or closed stays so. */
function keepUnfolded(from: Element, to: Element): void {
  const before = new Map(folds(from).map((fold) => [fold.dataset["fold"], fold.open]));
  for (const fold of folds(to)) fold.open = before.get(fold.dataset["fold"]) ?? fold.open;
}

function folds(within: Element): readonly HTMLDetailsElement[] {
  return [...within.querySelectorAll<HTMLDetailsElement>("details[data-fold]")];
}

/** What a person is in the middle of is left alone until they are done. */
function isInUse(region: Element): boolean {
  const focused = document.activeElement;
  return focused !== null && focused !== region && region.contains(focused);
}

function regions(within: ParentNode): readonly HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>("[data-live]")];
}

function names(of: readonly HTMLElement[]): string {
  return of.map((region) => region.dataset["live"]).join(" ");
}
