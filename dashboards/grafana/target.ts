/** The data source that is provisioned beside the dashboards. */
export const DATASOURCE = {
  type: "grafana-clickhouse-datasource",
  uid: "tiltmeter-clickhouse",
} as const;

/** A question as the ClickHouse data source takes it. */
export interface Target {
  readonly refId: string;
  readonly datasource: typeof DATASOURCE;
  readonly editorType: "sql";
  readonly queryType: "timeseries" | "table";
  /** 0: a series; 1: a table. */
  readonly format: 0 | 1;
  readonly pluginVersion: string;
  readonly rawSql: string;
}

const PLUGIN = "4.11.0";

export function timeSeries(sql: string): Target {
  return { ...base(sql), queryType: "timeseries", format: 0 };
}

export function table(sql: string): Target {
  return { ...base(sql), queryType: "table", format: 1 };
}

function base(sql: string): Omit<Target, "queryType" | "format"> {
  const rawSql = sql.trim();
  return { refId: "A", datasource: DATASOURCE, editorType: "sql", pluginVersion: PLUGIN, rawSql };
}
