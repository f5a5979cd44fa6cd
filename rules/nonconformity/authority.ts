/**
 * What a person may decide: `work` on records, `approve` what frees the organisation of a matter (an
 * accepted risk), `administer` what should not be there at all. Each includes those before it.
 */
export const AUTHORITIES = ["work", "approve", "administer"] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** Whether a person with an authority may do what asks for another. */
export function suffices(has: Authority, needs: Authority): boolean {
  return AUTHORITIES.indexOf(has) >= AUTHORITIES.indexOf(needs);
}
