import type { Panel, Placed } from "./panel.ts";
import type { Variable } from "./variables.ts";

/** A dashboard in Grafana's JSON, schema version 41 (Grafana 11 and 12). */
export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly schemaVersion: 41;
  readonly version: number;
  readonly editable: boolean;
  /** Cursors of all panels move together. */
  readonly graphTooltip: 1;
  readonly timezone: "utc";
  readonly refresh: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly links: readonly BoardLink[];
  readonly panels: readonly Placed[];
}

/** Where charts are marked: what changed, and what was raised. */
export interface Annotation {
  readonly name: string;
  readonly enable: boolean;
  readonly iconColor: string;
  readonly datasource: Panel["datasource"];
  readonly target: Panel["targets"][number];
}

interface BoardLink {
  readonly title: string;
  readonly type: "link" | "dashboards";
  readonly icon: string;
  readonly tooltip: string;
  readonly url: string;
  readonly tags: readonly string[];
  readonly asDropdown: boolean;
  readonly targetBlank: boolean;
  readonly includeVars: boolean;
  readonly keepTime: boolean;
}

const COLUMNS = 24;

/** Puts panels into rows of 24 columns, in their order, and gives each its number. */
export function board(of: {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly from: string;
  readonly variables: readonly Variable[];
  readonly annotations: readonly Annotation[];
  /** A path of Tiltmeter's own, with variables. */
  readonly page: { readonly title: string; readonly path: string };
  readonly panels: readonly Panel[];
}): Board {
  return {
    uid: of.uid,
    title: of.title,
    description: of.description,
    tags: ["tiltmeter"],
    schemaVersion: 41,
    version: 1,
    editable: true,
    graphTooltip: 1,
    timezone: "utc",
    refresh: "1m",
    time: { from: of.from, to: "now" },
    templating: { list: of.variables },
    annotations: { list: of.annotations },
    links: [
      {
        ...LINK,
        title: of.page.title,
        type: "link",
        icon: "external link",
        tooltip: "The same in Tiltmeter, with how each number was computed",
        url: `\${tiltmeter}${of.page.path}`,
        targetBlank: true,
      },
      {
        ...LINK,
        title: "Tiltmeter dashboards",
        type: "dashboards",
        icon: "apps",
        tags: ["tiltmeter"],
      },
    ],
    panels: placed(of.panels),
  };
}

const LINK = {
  tooltip: "",
  url: "",
  tags: [],
  asDropdown: false,
  targetBlank: false,
  includeVars: true,
  keepTime: true,
} as const;

function placed(panels: readonly Panel[]): readonly Placed[] {
  let [x, y, height] = [0, 0, 0];
  return panels.map((panel, i) => {
    const { w, h } = panel.size;
    if (x + w > COLUMNS) {
      y += height;
      [x, height] = [0, 0];
    }
    const gridPos = { x, y, w, h };
    x += w;
    height = Math.max(height, h);
    const { size: _, ...rest } = panel;
    return { id: i + 1, gridPos, ...rest };
  });
}
