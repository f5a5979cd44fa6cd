/** After an event that concerns the page: several come together, and one reading is enough for them. */
const SOON_MS = 400;
/** Between two readings at least, however much happens. */
const GAP_MS = 3_000;
/** With events, a page is read again as rarely as this where none came: "12 min ago" grows old as well. */
const RARELY_MS = 60_000;
/** Where the stream was refused, it is asked for again after so long. */
const AGAIN_MS = 60_000;

/**
 * Follows what happens and calls `refresh` when it concerns the page: at once for what people and
 * controls did, every `seconds` at most for newer data. Without events, or while they do not come,
 * every `seconds`. Rests while the page is hidden: a browser has few connections to a host.
 */
export function follow(of: {
  readonly events: string | null;
  readonly seconds: number;
  /** Resolves with whether the collector answered. */
  readonly refresh: () => Promise<boolean>;
}): void {
  const everyMs = of.seconds * 1_000;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueMs = Number.POSITIVE_INFINITY;
  let lastMs = Date.now();
  let failures = 0;

  const isFollowing = (): boolean => source?.readyState === EventSource.OPEN;
  /** Reads the page again in so long; an earlier time that was set stays. */
  const within = (ms: number): void => {
    const atMs = Math.max(Date.now() + ms, lastMs + GAP_MS);
    if (atMs >= dueMs) return;
    dueMs = atMs;
    clearTimeout(timer);
    timer = setTimeout(() => void now(), dueMs - Date.now());
  };
  const now = async (): Promise<void> => {
    clearTimeout(timer);
    dueMs = Number.POSITIVE_INFINITY;
    if (document.hidden) return;
    failures = (await of.refresh()) ? 0 : failures + 1;
    lastMs = Date.now();
    // A collector that does not answer is asked less and less often, up to every two minutes.
    const usualMs = isFollowing() ? RARELY_MS : everyMs;
    within(failures === 0 ? usualMs : Math.min(everyMs * 2 ** failures, 120_000));
  };
  const open = (): void => {
    if (of.events === null || document.hidden) return;
    source = new EventSource(of.events);
    source.addEventListener("ledger", () => within(SOON_MS));
    source.addEventListener("verdict", () => within(SOON_MS));
    source.addEventListener("reset", () => within(SOON_MS));
    source.addEventListener("applied", () =>
      within(Math.max(SOON_MS, lastMs + everyMs - Date.now())),
    );
    source.addEventListener("error", () => {
      within(everyMs);
      if (source?.readyState === EventSource.CLOSED) setTimeout(reopen, AGAIN_MS);
    });
  };
  const reopen = (): void => {
    source?.close();
    open();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      return;
    }
    within(SOON_MS);
    reopen();
  });
  open();
  within(everyMs);
}
