import type { Model } from "@tiltmeter/sdk/wire/prediction";
import type { ServedRoute } from "@tiltmeter/sdk/wire/served/route";
import type { AnsweredPart, AskedPart, ExchangeReader, Said } from "./exchange-parts.ts";
import { valueAt } from "./json-path.ts";
import type { MappedFields, MappedRoute, MapSource } from "./proxy-map.ts";
import { servedReader } from "./served-reader.ts";

type Scalar = string | number | boolean | null;

/** What the roots of paths stand for. */
export type Roots = Readonly<Record<string, unknown>>;

/** The roots that a mapping file may name. `instance` and `prediction` are the elements of the lists of `instances`. */
export const ROOTS = [
  "request",
  "answer",
  "instance",
  "prediction",
  "header",
  "query",
  "path",
] as const;

/** Predictions beyond this many of one call are left out: a body of megabytes of numbers is no batch of decisions. */
export const INSTANCES_MAX = 10_000;

/** Reads exchanges as a route of a mapping file says. */
export function mappedReader(route: MappedRoute, model: Partial<Model>): ExchangeReader {
  return {
    foresee(asked) {
      const roots = rootsOf(asked, null);
      const list = listOf(route.instances?.request ?? null, roots);
      return {
        id: textOf(route.id, roots) || null,
        many: route.instances === null ? null : (list?.length ?? null),
        isNamedByAnswer: rootOf(route.id) === "answer",
      };
    },
    read(asked, answered) {
      const roots = rootsOf(asked, answered);
      const id = textOf(route.id, roots) || null;
      if (route.instances === null) return { id, said: saidOf(route, model, roots) };
      const instances = listOf(route.instances.request, roots);
      const predictions = listOf(route.instances.answer, roots);
      const length = Math.min(
        Math.max(instances?.length ?? 0, predictions?.length ?? 0),
        INSTANCES_MAX,
      );
      const said = Array.from({ length }, (_, index) =>
        saidOf(route, model, {
          ...roots,
          instance: instances?.[index],
          prediction: predictions?.[index],
        }),
      );
      return { id, said };
    },
  };
}

/**
 * Reads exchanges of a known interface by its own reader, and what a route names over it: an id, a label, a score, a
 * subject, features and segments. Of a table, `instance` is a row by its columns, `prediction` what was answered for it.
 */
export function enrichedReader(
  route: MappedRoute,
  served: { readonly route: ServedRoute; readonly provider: string },
): ExchangeReader {
  const mapped = mappedReader(route, {});
  const reader = servedReader(served.route, served.provider, (asked, answered) => {
    const roots = rootsOf(asked, answered);
    return (said, { row, predicted }) => {
      const within = { ...roots, instance: row, prediction: predicted };
      return overlaid(route, said, saidOf(route, {}, within));
    };
  });
  return {
    foresee(asked) {
      const known = reader.foresee(asked);
      if (route.id === null) return known;
      const { id, isNamedByAnswer } = mapped.foresee(asked);
      return { id, many: known.many, isNamedByAnswer };
    },
    read(asked, answered) {
      const { id, said } = reader.read(asked, answered);
      if (route.id === null) return { id, said };
      return { id: textOf(route.id, rootsOf(asked, answered)) || null, said };
    },
  };
}

function overlaid(route: MappedRoute, known: Said, mapped: Said): Said {
  return {
    ...known,
    ...(route.task === "" ? {} : { task: route.task }),
    ...(route.label === null ? {} : { label: mapped.label ?? null }),
    ...(route.score === null ? {} : { score: mapped.score ?? null }),
    ...(route.value === null ? {} : { value: mapped.value ?? null }),
    ...(route.subject === null ? {} : { subject: mapped.subject ?? "" }),
    ...(mapped.features === undefined ? {} : { features: mapped.features }),
    ...(mapped.segment === undefined ? {} : { segment: mapped.segment }),
  };
}

export function rootsOf(asked: AskedPart, answered: AnsweredPart | null): Roots {
  return {
    request: asked.body,
    answer: answered?.body,
    header: asked.headers,
    query: queryOf(asked.path),
    path: asked.params,
  };
}

function queryOf(path: string): Readonly<Record<string, string>> {
  const at = path.indexOf("?");
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(path.slice(at + 1)));
}

function saidOf(route: MappedRoute, model: Partial<Model>, roots: Roots): Said {
  const label = scalarOf(route.label, roots);
  const { name, version, supplier, digest } = route.model;
  return {
    model: {
      name: textOf(name, roots) || (model.name ?? ""),
      version: textOf(version, roots) || (model.version ?? ""),
      supplier: textOf(supplier, roots) || (model.supplier ?? ""),
      digest: textOf(digest, roots) || (model.digest ?? ""),
    },
    task: route.task,
    ...(label === undefined || label === null ? {} : { label }),
    score: numberOf(route.score, roots),
    value: numberOf(route.value, roots),
    subject: textOf(route.subject, roots),
    features: fieldsOf(route.features, roots),
    segment: fieldsOf(route.segment, roots),
  };
}

function fieldsOf(fields: MappedFields, roots: Roots): Record<string, Scalar> {
  const found = new Map<string, Scalar>();
  for (const source of fields.whole) {
    const value = rawOf(source, roots);
    if (typeof value !== "object" || value === null) continue;
    for (const [name, each] of Object.entries(value)) {
      if (isScalar(each)) found.set(name, replaced(source, each));
    }
  }
  // One that is named and not there is missing, which is worth knowing; text and lists of it are none.
  for (const [name, source] of fields.named) found.set(name, scalarOf(source, roots) ?? null);
  return Object.fromEntries(found);
}

/** What stands where the source says; undefined where nothing does. */
function rawOf(source: MapSource, roots: Roots): unknown {
  if (source.kind === "constant") return source.value;
  const { root, steps } = source.path;
  // Headers have no case.
  const [first, ...rest] = steps;
  const way =
    root === "header" && typeof first === "string" ? [first.toLowerCase(), ...rest] : steps;
  return valueAt(roots[root], way);
}

function scalarOf(source: MapSource | null, roots: Roots): Scalar | undefined {
  if (source === null) return undefined;
  const value = rawOf(source, roots);
  return isScalar(value) ? replaced(source, value) : undefined;
}

function replaced(source: MapSource, value: Scalar): Scalar {
  if (source.kind === "constant" || value === null) return value;
  const other = source.values.get(String(value));
  if (other !== undefined) return other;
  return typeof value === "number" && source.scale !== 1 ? value * source.scale : value;
}

function numberOf(source: MapSource | null, roots: Roots): number | null {
  const value = scalarOf(source, roots);
  if (typeof value === "number") return value;
  // Some servers write numbers as texts.
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function textOf(source: MapSource | null, roots: Roots): string {
  const value = scalarOf(source, roots);
  return value === undefined || value === null ? "" : String(value);
}

function listOf(source: MapSource | null, roots: Roots): readonly unknown[] | null {
  const value = source === null ? undefined : rawOf(source, roots);
  return Array.isArray(value) ? value : null;
}

function rootOf(source: MapSource | null): string | null {
  return source?.kind === "path" ? source.path.root : null;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
