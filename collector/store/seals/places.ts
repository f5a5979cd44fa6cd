/** Where the rows of one table under one seal are in the journal: by batch, runs of row numbers, both included. */
export type Places = readonly (readonly [
  seq: number,
  runs: readonly (readonly [from: number, to: number])[],
])[];

/** Row and sequence numbers of rows in order, as runs. */
export function placesOf(seqs: readonly number[], rows: readonly number[]): Places {
  const places: [number, [number, number][]][] = [];
  for (const [i, seq] of seqs.entries()) {
    const row = rows[i] ?? 0;
    const batch = places.at(-1);
    if (batch === undefined || batch[0] !== seq) {
      places.push([seq, [[row, row]]]);
      continue;
    }
    const run = batch[1].at(-1);
    if (run !== undefined && run[1] + 1 === row) run[1] = row;
    else batch[1].push([row, row]);
  }
  return places;
}

/** Every place in order. */
export function* eachPlace(
  places: Places,
): Generator<{ readonly seq: number; readonly row: number }> {
  for (const [seq, runs] of places) {
    for (const [from, to] of runs) for (let row = from; row <= to; row += 1) yield { seq, row };
  }
}

/** The places as they are stored. */
export function parsePlaces(text: string): Places {
  return JSON.parse(text) as Places; // written by this code
}
