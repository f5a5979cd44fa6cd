import type { Checks } from "../evidence/checks.ts";

/** What one check said; nothing where it is not named or looked at nothing. */
export function checkedOf(
  { checks }: Checks,
  check: string | null | undefined,
): { readonly checked: number; readonly failed: number } {
  const none = { checked: 0, failed: 0 };
  if (check === null || check === undefined) return none;
  return Object.hasOwn(checks, check) ? (checks[check] ?? none) : none;
}
