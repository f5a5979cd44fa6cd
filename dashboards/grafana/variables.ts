import { DATASOURCE } from "./target.ts";

/** A variable of a dashboard. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: "query" | "textbox";
  readonly query: string;
  readonly current: { readonly text: string; readonly value: string };
  readonly options: readonly {
    readonly text: string;
    readonly value: string;
    readonly selected: boolean;
  }[];
  readonly hide: 0 | 2;
  readonly skipUrlSync: boolean;
  readonly datasource?: typeof DATASOURCE;
  /** 2: whenever the range changes. */
  readonly refresh?: 2;
  readonly sort?: 0 | 1;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly definition?: string;
  readonly regex?: string;
}

/*
 * Names come from whoever sends telemetry, and Grafana writes a variable's value into the statement as text. So
 * values are the hexadecimal of names, which can say nothing in SQL, and statements turn them back.
 */

/** The address of the collector, for the way back. */
export const TILTMETER: Variable = {
  name: "tiltmeter",
  label: "Tiltmeter",
  description: "Where links lead: the address of the collector, without a slash at its end",
  type: "textbox",
  query: "http://localhost:4318",
  current: { text: "http://localhost:4318", value: "http://localhost:4318" },
  options: [{ text: "http://localhost:4318", value: "http://localhost:4318", selected: true }],
  hide: 0,
  skipUrlSync: false,
};

export const SYSTEM: Variable = asked({
  name: "system",
  label: "System",
  description: "A system that predicted something in the range",
  query: `SELECT hex(system) AS id, toString(system) AS name FROM predictions_by_minute_v1
WHERE $__timeFilter(window_time) GROUP BY system ORDER BY sum(predictions) DESC`,
});

export const MODEL_VERSION: Variable = asked({
  name: "version",
  label: "Model version",
  description: "Versions that answered in the range",
  isMany: true,
  query: `SELECT hex(model_version) AS id, if(model_version = '', '(none)', toString(model_version)) AS name
FROM predictions_by_minute_v1 WHERE $__timeFilter(window_time) AND system = unhex('\${system}')
GROUP BY model_version ORDER BY model_version`,
});

export const CALLER: Variable = asked({
  name: "system",
  label: "System",
  description: "A system that called a hosted model in the range",
  query: `SELECT hex(system) AS id, toString(system) AS name FROM calls_by_minute_v1
WHERE $__timeFilter(window_time) GROUP BY system ORDER BY sum(calls) DESC`,
});

export const ANSWERING_MODEL: Variable = asked({
  name: "version",
  label: "Model that answered",
  description:
    "Models that answered in the range; (none): the call failed, or its answer names no model",
  isMany: true,
  query: `SELECT hex(model_version) AS id, if(model_version = '', '(none)', toString(model_version)) AS name
FROM calls_by_minute_v1 WHERE $__timeFilter(window_time) AND system = unhex('\${system}')
GROUP BY model_version ORDER BY model_version`,
});

export const BASELINE: Variable = asked({
  name: "baseline",
  label: "Baseline",
  description: "An approved baseline of the system, the one in force first",
  query: `SELECT toString(digest) AS id, concat(any(name), ' v', toString(any(version)), if(any(is_in_force), ', in force', '')) AS name
FROM baseline_features_v1 FINAL WHERE system = unhex('\${system}')
GROUP BY digest ORDER BY any(is_in_force) DESC, any(approved_at) DESC`,
});

export const FEATURE: Variable = asked({
  name: "feature",
  label: "Feature",
  description: "The feature whose distribution is compared",
  query: `SELECT hex(feature) AS id, toString(feature) AS name FROM baseline_features_v1 FINAL
WHERE digest = '\${baseline}' ORDER BY feature`,
});

function asked(of: {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly query: string;
  readonly isMany?: true;
}): Variable {
  const { isMany = false, ...rest } = of;
  return {
    ...rest,
    type: "query",
    datasource: DATASOURCE,
    definition: of.query,
    refresh: 2,
    regex: "",
    sort: 0,
    multi: isMany,
    includeAll: isMany,
    current: isMany ? { text: "All", value: "$__all" } : { text: "", value: "" },
    options: [],
    hide: 0,
    skipUrlSync: false,
  };
}
