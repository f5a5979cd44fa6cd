import { canonicalJson } from "../canonical-json.ts";
import { readDocument, type Tree } from "../control/document.ts";
import {
  type Fields,
  openTable,
  optional,
  readChoices,
  readText,
  readTexts,
  readWhole,
  required,
} from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import { SEVERITIES } from "../nonconformity/severity.ts";
import { readChannels } from "./read-channels.ts";
import { ROUTED_RAISES, type Route, type Routes } from "./routes.ts";

/** The routes of a file, and everything that is wrong or doubtful in it. */
export interface ParsedRoutes {
  /** Null where there is an error: a part of the routes is not who was to be told. */
  readonly routes: Routes | null;
  readonly findings: readonly Finding[];
}

/** More than one person keeps in mind; systems and owners are lists of one route. */
const ROUTES_MAX = 200;
/** An entry of the ledger holds the routes, and has 64 KiB. */
const CANONICAL_CHARACTERS_MAX = 20_000;

const AT_ONCE = "remove it; each message is sent at once and on its own";
const NOT_YET: Readonly<Record<string, string>> = {
  quiet_hours: AT_ONCE,
  mute: AT_ONCE,
  group_by: `${AT_ONCE}; group_by of a control decides what is one record`,
  group_wait: AT_ONCE,
  digest: AT_ONCE,
  repeat: "remove it; a message is repeated until its channel has taken it",
  escalate: "remove it; name the next channel in the same route",
  escalation: "remove it; name the next channel in the same route",
};

/**
 * Parses a routes file (YAML): who is told of which records.
 *
 * Never throws. `channels` are the names that exist, null where that is not known. A channel that does
 * not exist, a file without the compliance route and every unknown key are errors; a severity that no
 * route asks for is a warning, since only compliance hears of it.
 */
export function parseRoutes(
  text: string,
  file: string,
  channels: readonly string[] | null,
): ParsedRoutes {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const routes = tree === null ? null : parseFile(tree, channels, report);
  return { routes: report.errors() === 0 ? routes : null, findings: report.findings() };
}

function parseFile(tree: Tree, known: readonly string[] | null, report: Report): Routes | null {
  const fields = openTable(
    tree,
    { name: "a routes file", keys: ["version", "compliance", "routes"], notYet: NOT_YET },
    report,
  );
  if (fields === undefined) return null;
  required(fields, { key: "version", why: "write version: 1" }, readWhole(1, 1), report);
  const compliance = required(
    fields,
    {
      key: "compliance",
      why: "every raise reaches it, so that none is lost to a route that is missing",
    },
    (value) => complianceOf(value, known, report),
    report,
  );
  const routes = routesOf(fields, known, report);
  const found = { compliance: compliance ?? [], routes };
  if (canonicalJson(found).length > CANONICAL_CHARACTERS_MAX) {
    const rule = `routes have at most ${CANONICAL_CHARACTERS_MAX} characters`;
    report.error(fields.at, "too-large", rule, "route by owner in place of many systems");
  }
  warnOfGaps(fields, routes, report);
  return found;
}

function complianceOf(
  tree: Tree,
  known: readonly string[] | null,
  report: Report,
): readonly string[] | undefined {
  const of = { name: "compliance", keys: ["channels"], notYet: NOT_YET };
  const fields = openTable(tree, of, report);
  return fields === undefined ? undefined : channelsOf(fields, known, report);
}

function routesOf(
  fields: Fields,
  known: readonly string[] | null,
  report: Report,
): readonly Route[] {
  const tree = fields.get("routes");
  if (tree === undefined) return [];
  if (tree.kind !== "list" || tree.items.length > ROUTES_MAX) {
    const rule = `routes is a list of at most ${ROUTES_MAX} routes`;
    report.error(tree.at, "bad-value", rule, "write - id: …, when: { … }, channels: [ … ]");
    return [];
  }
  const ids = new Set<string>();
  return tree.items.flatMap((item) => {
    const route = routeOf(item, known, report);
    if (route === null) return [];
    if (ids.has(route.id)) {
      report.error(item.at, "duplicate-id", `route ${route.id} stands twice`, "rename one of them");
    }
    ids.add(route.id);
    return [route];
  });
}

function routeOf(tree: Tree, known: readonly string[] | null, report: Report): Route | null {
  const keys = ["id", "when", "channels"];
  const fields = openTable(tree, { name: "a route", keys, notYet: NOT_YET }, report);
  if (fields === undefined) return null;
  const id = required(fields, { key: "id", why: "it names the route" }, readText, report);
  const when = conditionOf(fields.get("when"), report);
  const channels = channelsOf(fields, known, report);
  if (id === undefined || when === undefined || channels === undefined) return null;
  return { id, when, channels };
}

/** Absent: every record. */
function conditionOf(tree: Tree | undefined, report: Report): Route["when"] | undefined {
  const all = { severities: [], owners: [], systems: [], controls: [], raises: [] };
  if (tree === undefined) return all;
  const keys = ["severity", "owner", "system", "control", "raise"];
  const fields = openTable(tree, { name: "when", keys }, report);
  if (fields === undefined) return undefined;
  return {
    severities: optional(fields, "severity", readChoices(SEVERITIES), report) ?? [],
    owners: optional(fields, "owner", readTexts, report) ?? [],
    systems: optional(fields, "system", readTexts, report) ?? [],
    controls: optional(fields, "control", readTexts, report) ?? [],
    raises: optional(fields, "raise", readChoices(ROUTED_RAISES), report) ?? [],
  };
}

function channelsOf(
  fields: Fields,
  known: readonly string[] | null,
  report: Report,
): readonly string[] | undefined {
  const of = { key: "channels", why: "it names who is told" };
  return required(fields, of, readChannels(known), report);
}

function warnOfGaps(fields: Fields, routes: readonly Route[], report: Report): void {
  const missing = SEVERITIES.filter(
    (severity) =>
      !routes.some(
        ({ when }) => when.severities.length === 0 || when.severities.includes(severity),
      ),
  );
  if (missing.length === 0) return;
  report.warning(
    fields.get("routes")?.at ?? fields.at,
    "no-route",
    `no route asks for severity ${missing.join(", ")}: only compliance is told`,
    "add a route, unless that is meant",
  );
}
