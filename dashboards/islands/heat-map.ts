/** Arrow keys walk the cells of a heat map, and a line below says what each holds. */
export function enableHeatMaps(within: ParentNode): void {
  for (const map of within.querySelectorAll<HTMLElement>("[data-heat]")) {
    const rows = [...map.querySelectorAll("tbody tr")].map((row) => [
      ...row.querySelectorAll<HTMLAnchorElement>("td a"),
    ]);
    const readout = map.querySelector("[data-heat-readout]");
    const before = readout?.textContent ?? "";
    const say = (text: string): void => {
      if (readout !== null) readout.textContent = text;
    };
    // One stop for the Tab key: the newest cell of the most drifted feature.
    const entry = rows[0]?.at(-1);
    if (entry !== undefined) entry.tabIndex = 0;

    map.addEventListener("keydown", (event) => {
      const [y, x] = place(rows, event.target);
      const move = moves[event.key];
      if (y === -1 || move === undefined) return;
      event.preventDefault();
      const row = rows[Math.min(Math.max(y + move[0], 0), rows.length - 1)];
      const cell = row?.[Math.min(Math.max(x + move[1], 0), row.length - 1)];
      if (cell === undefined) return;
      for (const other of rows.flat()) other.tabIndex = -1;
      cell.tabIndex = 0;
      cell.focus();
    });
    const tell = (event: Event): void => {
      const cell = event.target instanceof Element ? event.target.closest("a.heat-cell") : null;
      if (cell !== null) say(cell.getAttribute("title") ?? "");
    };
    map.addEventListener("focusin", tell);
    map.addEventListener("mouseover", tell);
    map.addEventListener("mouseleave", () => say(before));
    map.addEventListener("focusout", () => say(before));
  }
}

/** Rows and columns that a key moves by; `Home` and `End` go to the ends of a row. */
const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -1e6],
  End: [0, 1e6],
};

function place(
  rows: readonly (readonly HTMLAnchorElement[])[],
  target: EventTarget | null,
): readonly [number, number] {
  if (!(target instanceof HTMLAnchorElement)) return [-1, -1];
  for (const [y, row] of rows.entries()) {
    const x = row.indexOf(target);
    if (x !== -1) return [y, x];
  }
  return [-1, -1];
}
