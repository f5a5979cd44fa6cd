import { type Cells, mergeCells } from "./cells.ts";
import type { ObservedProfile } from "./record.ts";

/**
 * Adds what senders counted themselves, profiles of one feature in one group, to the cells of the
 * values that came.
 *
 * A prediction that a profile counts sent no value, so it is not missing for that. A profile in the
 * cells of another baseline, or of none, says only whether its predictions have a value: those with
 * one stand in no count here, but they are not missing either.
 */
export function addProfiles(cells: Cells, profiles: readonly ObservedProfile[]): Cells {
  const counted = profiles.reduce((sum, { predictions }) => sum + predictions, 0);
  const absent = cells.missing - cells.notANumber - cells.wrongType;
  const own = { ...cells, missing: cells.missing - Math.min(absent, counted) };
  return profiles.reduce((sum, profile) => mergeCells(sum, toCells(profile, cells)), own);
}

function toCells(profile: ObservedProfile, like: Cells): Cells {
  const { missing, notANumber, wrongType, infinite, min, max, magnitudes } = profile;
  const nothing = {
    ...like,
    counts: like.counts.map(() => 0),
    ...{ missing, notANumber: 0, wrongType: 0, infinite: 0, min: null, max: null, magnitudes: {} },
  };
  if (profile.baseline !== like.baseline) return nothing;
  const counts = like.counts.map((_, cell) => profile.cells[cell] ?? 0);
  return { ...nothing, counts, notANumber, wrongType, infinite, min, max, magnitudes };
}
