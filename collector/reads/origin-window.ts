/** The time that a baseline was made of, by its origin in words; null: it was made from a file. */
export function originWindow(
  origin: string,
): { readonly fromMs: number; readonly toMs: number } | null {
  const [, from = "", to = ""] = /\bwindow (\S+)\/(\S+)$/.exec(origin) ?? [];
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  return Number.isNaN(fromMs) || Number.isNaN(toMs) || fromMs >= toMs ? null : { fromMs, toMs };
}
