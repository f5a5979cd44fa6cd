/** The colours of one chart, resolved for the theme in force: a canvas knows no variables. */
export interface Colours {
  readonly text: string;
  readonly grid: string;
  readonly line: string;
  readonly band: string;
  readonly bars: string;
  readonly change: string;
  readonly surface: string;
  readonly limit: string;
  readonly warn: string;
  readonly episode: string;
  readonly maintenance: string;
  readonly compare: string;
  readonly partial: string;
}

/** Reads each colour through a probe element, since a variable may be `light-dark(…)`. */
export function colours(within: HTMLElement): Colours {
  const probe = document.createElement("span");
  probe.hidden = true;
  within.append(probe);
  const read = (name: string): string => {
    probe.className = `probe-${name}`;
    return getComputedStyle(probe).color;
  };
  const found = {
    text: read("text"),
    grid: read("grid"),
    line: read("line"),
    band: read("band"),
    bars: read("bars"),
    change: read("change"),
    surface: read("surface"),
    limit: read("limit"),
    warn: read("warn"),
    episode: read("episode"),
    maintenance: read("maintenance"),
    compare: read("compare"),
    partial: read("partial"),
  };
  probe.remove();
  return found;
}
