import type { Model, Task } from "@tiltmeter/sdk/wire/prediction";
import type { ServedApi } from "@tiltmeter/sdk/wire/served/route";
import type { JsonPath } from "./json-path.ts";
import type { RequestPattern } from "./path-pattern.ts";

/** Where one value comes from. */
export type MapSource =
  | { readonly kind: "constant"; readonly value: string }
  | {
      readonly kind: "path";
      readonly path: JsonPath;
      /** Numbers are multiplied by this. */
      readonly scale: number;
      /** Values, as text, that are replaced by these; others stay. */
      readonly values: ReadonlyMap<string, string>;
      /** `3:9`, for complaints about it. */
      readonly at: string;
    };

/** An answer that the proxy itself gives while the system is suspended. */
export interface FallbackAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** As it is sent. */
  readonly body: string;
}

/** Features or segments: values by name, and objects all of whose scalars are taken. */
export interface MappedFields {
  readonly named: readonly (readonly [string, MapSource])[];
  readonly whole: readonly MapSource[];
}

/** What requests of one kind, and their answers, mean. */
export interface MappedRoute {
  readonly request: RequestPattern;
  /** False: passed on and not recorded, also while the system is suspended. */
  readonly isRecorded: boolean;
  /** One of the known interfaces, which is then read as such: what else the route names goes before it. Null: none. */
  readonly as: ServedApi | null;
  readonly task: Task;
  /** Lists whose elements are each a prediction, in the request and in the answer; null where one call is one prediction. */
  readonly instances: {
    readonly request: MapSource | null;
    readonly answer: MapSource | null;
  } | null;
  readonly id: MapSource | null;
  readonly subject: MapSource | null;
  readonly label: MapSource | null;
  readonly score: MapSource | null;
  readonly value: MapSource | null;
  readonly model: { readonly [K in keyof Model]: MapSource | null };
  readonly features: MappedFields;
  readonly segment: MappedFields;
  readonly fallback: FallbackAnswer | null;
}

/** What leaves of the fields, in the words of the SDK's options, which reads them and fails closed. */
export interface MapPolicies {
  readonly capture?: unknown;
  readonly redaction?: Readonly<Record<string, unknown>>;
}

/** A mapping file: whose predictions these are, and what the bodies mean. */
export interface ProxyMap {
  readonly system: string | null;
  readonly environment: string | null;
  /** The model where a route says nothing of it. */
  readonly model: Partial<Model>;
  readonly policies: MapPolicies;
  /** The first that fits counts. Requests that fit none are looked at as those of the known interfaces. */
  readonly routes: readonly MappedRoute[];
}
