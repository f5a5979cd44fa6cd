/** A number as it is stored: as in text there is no negative zero, and one NaN. */
export function plain(value: number): number {
  return Number.isNaN(value) ? Number.NaN : value + 0;
}
