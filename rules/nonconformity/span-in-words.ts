const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];

/** A span as people say it, rounded to its largest unit of which there are two, or one exactly: `36 hours`, `1 day`. */
export function spanInWords(ms: number): string {
  const [name, size] = UNITS.find(([, each]) => ms >= 2 * each || ms === each) ?? ["second", 1_000];
  const count = Math.max(0, Math.round(ms / size));
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
