import { DATASOURCE, type Target, table, timeSeries } from "./target.ts";

/** A panel before it has a place. */
export interface Panel {
  readonly type: "timeseries" | "stat" | "table" | "barchart" | "state-timeline" | "bargauge";
  readonly title: string;
  /** What it shows and what to make of it. */
  readonly description: string;
  readonly datasource: typeof DATASOURCE;
  readonly targets: readonly Target[];
  readonly fieldConfig: FieldConfig;
  readonly options: Readonly<Record<string, unknown>>;
  /** The shortest step of a series. */
  readonly interval?: string;
  readonly transformations?: readonly { readonly id: string; readonly options: object }[];
  readonly size: { readonly w: number; readonly h: number };
}

export interface Placed extends Omit<Panel, "size"> {
  readonly id: number;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
}

interface FieldConfig {
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly overrides: readonly {
    readonly matcher: { readonly id: string; readonly options: string };
    readonly properties: readonly { readonly id: string; readonly value: unknown }[];
  }[];
}

export interface Link {
  readonly title: string;
  readonly url: string;
  readonly targetBlank: true;
}

/** A link into Tiltmeter; the path may hold variables. */
export function link(title: string, path: string): Link {
  return { title, url: `\${tiltmeter}${path}`, targetBlank: true };
}

interface Look {
  readonly title: string;
  readonly description: string;
  readonly sql: string;
  /** Grafana's name of a unit: `short`, `percentunit`, `s`, `reqps`. */
  readonly unit: string;
  readonly w: number;
  readonly h?: number;
  /** Ascending; the first colour holds below the first value. */
  readonly steps?: readonly (readonly [value: number | null, colour: string])[];
  readonly links?: readonly Link[];
  readonly decimals?: number;
}

const GREEN: NonNullable<Look["steps"]> = [[null, "green"]];

function defaults(of: Look): Readonly<Record<string, unknown>> {
  return {
    unit: of.unit,
    ...(of.decimals === undefined ? {} : { decimals: of.decimals }),
    thresholds: {
      mode: "absolute",
      steps: (of.steps ?? GREEN).map(([value, color]) => ({ color, value })),
    },
    ...(of.links === undefined ? {} : { links: of.links }),
  };
}

/** Lines over time: the statement answers `time`, names and one number. */
export function lines(
  of: Look & {
    readonly min?: number;
    readonly max?: number;
    /** Of the shortest step. */
    readonly interval?: string;
    readonly stacked?: true;
  },
): Panel {
  const hasLimit = (of.steps?.length ?? 0) > 1;
  return {
    ...said(of),
    type: "timeseries",
    targets: [timeSeries(of.sql)],
    interval: of.interval ?? "1m",
    fieldConfig: {
      defaults: {
        ...defaults(of),
        ...(of.min === undefined ? {} : { min: of.min }),
        ...(of.max === undefined ? {} : { max: of.max }),
        color: { mode: "palette-classic" },
        custom: {
          drawStyle: of.stacked ? "bars" : "line",
          lineWidth: 1,
          fillOpacity: of.stacked ? 60 : 0,
          showPoints: "auto",
          spanNulls: false,
          stacking: { mode: of.stacked ? "normal" : "none", group: "A" },
          thresholdsStyle: { mode: hasLimit ? "dashed" : "off" },
        },
      },
      overrides: [],
    },
    options: {
      legend: {
        showLegend: true,
        displayMode: "table",
        placement: "bottom",
        calcs: ["lastNotNull", "max"],
      },
      tooltip: { mode: "multi", sort: "desc" },
    },
  };
}

/** One number of the whole range. */
export function stat(of: Look): Panel {
  return {
    ...said(of),
    type: "stat",
    targets: [table(of.sql)],
    fieldConfig: { defaults: { ...defaults(of), color: { mode: "thresholds" } }, overrides: [] },
    options: {
      reduceOptions: { calcs: ["lastNotNull"], fields: "/.*/", values: false },
      colorMode: "value",
      graphMode: "none",
      justifyMode: "auto",
      orientation: "auto",
      textMode: "auto",
    },
  };
}

/** Rows; `columns` gives a column a unit, thresholds or links of its own. */
export function rows(
  of: Look & {
    readonly columns?: Readonly<
      Record<string, Pick<Partial<Look>, "unit" | "steps" | "links" | "decimals">>
    >;
  },
): Panel {
  return {
    ...said(of),
    type: "table",
    targets: [table(of.sql)],
    fieldConfig: {
      defaults: { ...defaults(of), custom: { align: "auto", filterable: true } },
      overrides: Object.entries(of.columns ?? {}).map(([name, column]) => ({
        matcher: { id: "byName", options: name },
        properties: [
          ...(column.unit === undefined ? [] : [{ id: "unit", value: column.unit }]),
          ...(column.decimals === undefined ? [] : [{ id: "decimals", value: column.decimals }]),
          ...(column.links === undefined ? [] : [{ id: "links", value: column.links }]),
          ...(column.steps === undefined
            ? []
            : [
                {
                  id: "thresholds",
                  value: {
                    mode: "absolute",
                    steps: column.steps.map(([value, color]) => ({ color, value })),
                  },
                },
                { id: "custom.cellOptions", value: { type: "color-text" } },
              ]),
        ],
      })),
    },
    options: {
      showHeader: true,
      cellHeight: "sm",
      footer: { show: false, reducer: [], fields: "" },
    },
  };
}

/** Bars beside each other: the first column names them. */
export function bars(of: Look & { readonly x: string }): Panel {
  return {
    ...said(of),
    type: "barchart",
    targets: [table(of.sql)],
    fieldConfig: {
      defaults: {
        ...defaults(of),
        color: { mode: "palette-classic" },
        custom: { fillOpacity: 70, lineWidth: 0 },
      },
      overrides: [],
    },
    options: {
      xField: of.x,
      orientation: "auto",
      stacking: "none",
      showValue: "never",
      groupWidth: 0.8,
      barWidth: 0.95,
      xTickLabelRotation: -30,
      legend: { showLegend: true, displayMode: "list", placement: "bottom", calcs: [] },
      tooltip: { mode: "multi", sort: "none" },
    },
  };
}

/** States over time, a line each: verdicts by their words. */
export function states(of: Omit<Look, "unit">): Panel {
  const colours: readonly (readonly [string, string])[] = [
    ["pass", "green"],
    ["breach", "red"],
    ["inconclusive", "yellow"],
    ["no_data", "blue"],
    ["error", "purple"],
  ];
  return {
    ...said(of),
    type: "state-timeline",
    // A series of words is taken as a table: of one in the form of a series, words become names.
    targets: [table(of.sql)],
    interval: "1m",
    fieldConfig: {
      defaults: {
        ...defaults({ ...of, unit: "string" }),
        color: { mode: "thresholds" },
        custom: { fillOpacity: 75, lineWidth: 0 },
        mappings: colours.map(([text, color], index) => ({
          type: "value",
          options: { [text]: { color, index, text: text.replace("_", " ") } },
        })),
      },
      overrides: [],
    },
    options: {
      showValue: "never",
      mergeValues: true,
      rowHeight: 0.8,
      alignValue: "left",
      legend: { showLegend: true, displayMode: "list", placement: "bottom" },
      tooltip: { mode: "single", sort: "none" },
    },
    transformations: [
      { id: "partitionByValues", options: { fields: ["control"], keepFields: false } },
    ],
  };
}

function said({
  title,
  description,
  w,
  h = 8,
}: Pick<Look, "title" | "description" | "w" | "h">): Pick<
  Panel,
  "title" | "description" | "datasource" | "size"
> {
  return { title, description, datasource: DATASOURCE, size: { w, h } };
}
