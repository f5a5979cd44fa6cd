/** Narrower would be less than a step of any chart; milliseconds. */
const SPAN_MS_MIN = 1_000;

/**
 * Goes to the time that was dragged over, kept in the address as the form of dates does, with what it is
 * compared with. Null where the page has no time of its own to choose.
 */
export function rangeChooser(): ((fromMs: number, toMs: number) => void) | null {
  const control = document.querySelector<HTMLElement>("[data-range]");
  if (control === null) return null;
  return (fromMs, toMs) => {
    if (toMs - fromMs < SPAN_MS_MIN) return;
    const next = new URL(location.href);
    next.searchParams.delete("range");
    next.searchParams.set("from", iso(fromMs));
    next.searchParams.set("to", iso(toMs));
    location.assign(next);
  };
}

function iso(ms: number): string {
  return new Date(Math.round(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
