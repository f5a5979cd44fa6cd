/** Where the rows of one table under one seal are in the journal: by batch, runs of row numbers, both included. */
export type Places = readonly (readonly [
  seq: number,
  runs: readonly (readonly [from: number, to: number])[],
])[];

/** Runs of rows in order, each of one batch, by batch. */
export function placesOfRuns(
  runs: readonly (readonly [seq: number, fromRow: number, toRow: number])[],
): Places {
  const places: [number, [number, number][]][] = [];
  for (const [seq, from, to] of runs) {
    const batch = places.at(-1);
    if (batch === undefined || batch[0] !== seq) places.push([seq, [[from, to]]]);
    else batch[1].push([from, to]);
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
