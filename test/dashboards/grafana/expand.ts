/** What a dashboard's variables are set to; a list is one that takes several. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
  readonly intervalS: number;
}

/**
 * A statement as it reaches ClickHouse: variables as Grafana writes them in, macros as the plugin does.
 * Throws where something of either is left.
 */
export function expanded(sql: string, values: Values, range: Range): string {
  const from = `toDateTime(${Math.floor(range.fromMs / 1000)})`;
  const to = `toDateTime(${Math.floor(range.toMs / 1000)})`;
  const text = sql
    .replaceAll(/\$\{(\w+)(?::(\w+))?\}/g, (_, name: string, format?: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`no variable ${name}`);
      return written(value, format);
    })
    .replaceAll(/\$__timeFilter\(([^()]*)\)/g, `$1 >= ${from} AND $1 <= ${to}`)
    .replaceAll(
      /\$__timeInterval\(([^()]*)\)/g,
      `toStartOfInterval(toDateTime($1), INTERVAL ${range.intervalS} second)`,
    )
    .replaceAll("$__fromTime", from)
    .replaceAll("$__toTime", to)
    .replaceAll("$__interval_s", String(range.intervalS));
  const left = /\$_?_?\w+/.exec(text);
  if (left !== null) throw new Error(`${left[0]} is left in ${text}`);
  return text;
}

function written(value: string | readonly string[], format: string | undefined): string {
  const list = typeof value === "string" ? [value] : value;
  if (format === "singlequote") {
    return list.map((each) => `'${each.replaceAll("'", "\\'")}'`).join(",");
  }
  if (format !== undefined) throw new Error(`statements use no format ${format}`);
  if (typeof value !== "string") throw new Error("of several values, a statement takes a list");
  return value;
}
