import type { Child } from "hono/jsx";
import type { StripWindow, VerdictKind } from "../control-history.ts";
import { between, moment } from "../formats/time.ts";
import { listed } from "../formats/words.ts";

/**
 * What a window says as a whole. `partly`: some instances passed and of the others nothing is known.
 * `missed`: nobody judged it.
 */
export type StripCell = VerdictKind | "partly" | "missed";

/** Each kind has a shape of its own, so that a strip reads without colour. */
const kinds: readonly StripCell[] = [
  "breach",
  "error",
  "no_data",
  "inconclusive",
  "partly",
  "missed",
  "pass",
];

const words: Readonly<Record<StripCell, string>> = {
  pass: "pass",
  partly: "passed in part",
  breach: "breach",
  inconclusive: "inconclusive",
  no_data: "no data",
  error: "error",
  missed: "missed",
};

/** Cells are this wide, with the gap; the drawing scales with its box. */
const CELL = 10;
const HEIGHT = 24;

/** One cell of a strip: a window that was judged, or the place of one that was not. */
interface Place {
  readonly endMs: number;
  readonly cell: StripCell;
  readonly window: StripWindow | null;
}

/**
 * The newest windows of one control as a strip, oldest first, with the sum in words. With `titles`,
 * each cell says on hover which window it is.
 */
export function VerdictStrip(props: {
  windows: readonly StripWindow[];
  everyMs: number;
  now: number;
  /** Cells that the strip has room for; newer ones stand at its right end. */
  room: number;
  titles?: boolean;
}): Child {
  const { windows, everyMs, now, room } = props;
  const places = placesOf(windows, everyMs, room);
  if (places.length === 0) return <p class="soft">No verdict yet.</p>;
  const x = (index: number): number => (room - places.length + index) * CELL;
  const drawn = (fits: (place: Place) => boolean, draw: (x: number) => string): string =>
    places.map((place, i) => (fits(place) ? draw(x(i)) : "")).join("");
  const said = stripWords(places);
  return (
    <div class="verdict-strip">
      <svg
        viewBox={`0 0 ${room * CELL} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The newest ${places.length} windows: ${said}`}
      >
        <path class="strip-base" d={`M0 19.5H${room * CELL}`} />
        {props.titles
          ? places.map((place, i) => (
              <g>
                <title>{placeWords(place, now)}</title>
                <rect
                  class="strip-hit"
                  x={String(x(i))}
                  width={String(CELL)}
                  height={String(HEIGHT)}
                />
                <path class={`strip-${place.cell}`} d={shapes[place.cell](x(i))} />
              </g>
            ))
          : kinds.flatMap((kind) => {
              const path = drawn(({ cell }) => cell === kind, shapes[kind]);
              return path === "" ? [] : [<path class={`strip-${kind}`} d={path} />];
            })}
        <path
          class="strip-maintenance"
          d={drawn(
            ({ window }) => window?.maintenance === true,
            (x) => `M${x} 22.5h${CELL}`,
          )}
        />
        <path
          class="strip-amended"
          d={drawn(
            ({ window }) => window?.amended === true,
            (x) => `M${x + 4} 20.5l2 2-2 2-2-2z`,
          )}
        />
      </svg>
      <p class="strip-said" aria-hidden="true">
        {said}
      </p>
    </div>
  );
}

/** Below the base line lies what is said of the window besides its verdict. */
const shapes: Readonly<Record<StripCell, (x: number) => string>> = {
  pass: (x) => `M${x + 1} 9h7v9h-7z`,
  // Filled below, open above: the path's second part is a hole.
  partly: (x) => `M${x + 1} 9h7v9h-7zM${x + 2} 10v4h5v-4z`,
  // A roof above the line of the others.
  breach: (x) => `M${x + 1} 6l3.5-4.5 3.5 4.5v12h-7z`,
  inconclusive: (x) => `M${x + 1.5} 9.5h6v8h-6z`,
  no_data: (x) => `M${x + 1.5} 17h6`,
  error: (x) => `M${x + 1.5} 10l6 7m0-7l-6 7`,
  missed: (x) => `M${x + 3} 14a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0`,
};

/** The windows with the places of those that were missed between them, at most `room`, the newest kept. */
export function placesOf(
  windows: readonly StripWindow[],
  everyMs: number,
  room: number,
): readonly Place[] {
  const newest = windows.at(-1);
  const oldest = windows[0];
  if (newest === undefined || oldest === undefined) return [];
  const at = new Map(windows.map((window) => [window.windowEndMs, window]));
  const many = Math.min(room, Math.round((newest.windowEndMs - oldest.windowEndMs) / everyMs) + 1);
  return Array.from({ length: many }, (_, i) => {
    const endMs = newest.windowEndMs - (many - 1 - i) * everyMs;
    const window = at.get(endMs) ?? null;
    return { endMs, cell: window === null ? "missed" : cellOf(window), window };
  });
}

/** One word for all instances of a window. What is not known is never taken for a pass. */
export function cellOf({ verdicts }: Pick<StripWindow, "verdicts">): StripCell {
  if (verdicts.breach > 0) return "breach";
  if (verdicts.error > 0) return "error";
  if (verdicts.pass > 0) {
    return verdicts.inconclusive + verdicts.no_data > 0 ? "partly" : "pass";
  }
  return verdicts.inconclusive > 0 ? "inconclusive" : "no_data";
}

/** `2 breach, 41 pass; 3 under maintenance`. */
function stripWords(places: readonly Place[]): string {
  const many = (fits: (place: Place) => boolean): number => places.filter(fits).length;
  const said = kinds.flatMap((kind) => {
    const count = many(({ cell }) => cell === kind);
    return count === 0 ? [] : [`${count} ${words[kind]}`];
  });
  const maintenance = many(({ window }) => window?.maintenance === true);
  const amended = many(({ window }) => window?.amended === true);
  return [
    said.join(", "),
    ...(maintenance === 0 ? [] : [`${maintenance} under maintenance`]),
    ...(amended === 0 ? [] : [`${amended} amended`]),
  ].join("; ");
}

/** `13:45 to 14:00 UTC: 2 breach, 5 pass; under maintenance`. */
function placeWords({ endMs, window }: Place, now: number): string {
  if (window === null) return `the window up to ${moment(endMs, now)}: missed`;
  return `${between(window.windowStartMs, window.windowEndMs, now)}: ${windowWords(window)}`;
}

/** What a window said of its instances: `2 breach and 5 pass`. */
export function windowWords({ verdicts, maintenance, amended }: StripWindow): string {
  const order = ["breach", "error", "no_data", "inconclusive", "pass"] as const;
  const said = order.flatMap((kind) =>
    verdicts[kind] === 0 ? [] : [`${verdicts[kind]} ${words[kind]}`],
  );
  return [
    listed(said, said.length),
    ...(maintenance ? ["under maintenance"] : []),
    ...(amended ? ["amended after late data"] : []),
  ].join("; ");
}

/** What each shape of a strip means, once a page. */
export function StripKey(): Child {
  return (
    <ul class="strip-key" aria-label="Shapes of the verdict strips">
      {[...kinds].reverse().map((kind) => (
        <li>
          <svg viewBox={`0 0 ${CELL} ${HEIGHT}`} aria-hidden="true" focusable="false">
            <path class="strip-base" d={`M0 19.5H${CELL}`} />
            <path class={`strip-${kind}`} d={shapes[kind](0)} />
          </svg>
          {words[kind]}
        </li>
      ))}
      <li>
        <svg viewBox={`0 0 ${CELL} ${HEIGHT}`} aria-hidden="true" focusable="false">
          <path class="strip-base" d={`M0 19.5H${CELL}`} />
          <path class="strip-maintenance" d={`M0 22.5h${CELL}`} />
        </svg>
        maintenance: judged, nothing raised
      </li>
      <li>
        <svg viewBox={`0 0 ${CELL} ${HEIGHT}`} aria-hidden="true" focusable="false">
          <path class="strip-base" d={`M0 19.5H${CELL}`} />
          <path class="strip-amended" d="M4 20.5l2 2-2 2-2-2z" />
        </svg>
        amended after late data
      </li>
    </ul>
  );
}
