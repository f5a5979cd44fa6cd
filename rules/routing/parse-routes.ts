import { canonicalJson } from "../canonical-json.ts";
import { readDocument, type Tree } from "../control/document.ts";
import { type Fields, openTable, readText, readWhole, required } from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import { SEVERITIES } from "../nonconformity/severity.ts";
import { conditionOf } from "./parse-condition.ts";
import { MANNER_KEYS, mannerOf, type RouteTerms } from "./parse-manner.ts";
import { quietOf } from "./parse-quiet.ts";
import { readChannels } from "./read-channels.ts";
import { COMPLIANCE, type Manner, type Route, type Routes, USUAL_EVENTS } from "./routes.ts";

/** The routes of a file, and everything that is wrong or doubtful in it. */
export interface ParsedRoutes {
  /** Null where there is an error: a part of the routes is not who was to be told. */
  readonly routes: Routes | null;
  readonly findings: readonly Finding[];
}

/** More than one person keeps in mind; systems and owners are lists of one route. */
const ROUTES_MAX = 200;
/** An entry of the ledger holds the routes, and has 64 KiB. */
const CANONICAL_CHARACTERS_MAX = 40_000;

const QUIET = "write quiet_hours, which have an owner, a reason and an end";
/** Words of other tools, and what stands for them here. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  mute: QUIET,
  silence: QUIET,
  repeat_interval: "write repeat",
  escalation: "write escalate",
  receiver: "write channels",
  matchers: "write when",
};

/**
 * Parses a routes file (YAML): who is told of which records, how, and when not.
 *
 * Never throws. A channel that does not exist, a file without the compliance route, quiet hours without
 * owner or end and every unknown key are errors; a severity that no route asks for is a warning, since
 * only compliance hears of it.
 */
export function parseRoutes(text: string, file: string, terms: RouteTerms): ParsedRoutes {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const routes = tree === null ? null : parseFile(tree, terms, report);
  return { routes: report.errors() === 0 ? routes : null, findings: report.findings() };
}

function parseFile(tree: Tree, terms: RouteTerms, report: Report): Routes | null {
  const keys = ["version", "compliance", "routes", "quiet_hours"];
  const of = { name: "a routes file", keys, notYet: OTHER_WORDS };
  const fields = openTable(tree, of, report);
  if (fields === undefined) return null;
  required(fields, { key: "version", why: "write version: 1" }, readWhole(1, 1), report);
  const compliance = required(
    fields,
    {
      key: "compliance",
      why: "every raise reaches it, so that none is lost to a route that is missing",
    },
    (value) => complianceOf(value, terms, report),
    report,
  );
  const routes = routesOf(fields, terms, report);
  const quiet = quietOf(fields.get("quiet_hours"), terms, report);
  const found: Routes = {
    compliance: compliance?.channels ?? [],
    complianceManner: compliance?.manner ?? {},
    routes,
    ...(quiet.length === 0 ? {} : { quiet }),
  };
  if (canonicalJson(found).length > CANONICAL_CHARACTERS_MAX) {
    const rule = `routes have at most ${CANONICAL_CHARACTERS_MAX} characters`;
    report.error(fields.at, "too-large", rule, "route by owner in place of many systems");
  }
  warnOfGaps(fields, routes, report);
  return found;
}

function complianceOf(
  tree: Tree,
  terms: RouteTerms,
  report: Report,
): { readonly channels: readonly string[]; readonly manner: Manner } | undefined {
  const keys = ["channels", ...MANNER_KEYS.filter((key) => key !== "digest")];
  const notYet = {
    ...OTHER_WORDS,
    digest: "every raise reaches compliance: write a route with the digest beside it",
  };
  const fields = openTable(tree, { name: COMPLIANCE, keys, notYet }, report);
  if (fields === undefined) return undefined;
  const channels = channelsOf(fields, terms, report);
  const manner = { events: USUAL_EVENTS, ...mannerOf(fields, terms, report) };
  return channels && { channels, manner };
}

function routesOf(fields: Fields, terms: RouteTerms, report: Report): readonly Route[] {
  const tree = fields.get("routes");
  if (tree === undefined) return [];
  if (tree.kind !== "list" || tree.items.length > ROUTES_MAX) {
    const rule = `routes is a list of at most ${ROUTES_MAX} routes`;
    report.error(tree.at, "bad-value", rule, "write - id: …, when: { … }, channels: [ … ]");
    return [];
  }
  const ids = new Set<string>([COMPLIANCE]);
  return tree.items.flatMap((item) => {
    const route = routeOf(item, terms, report);
    if (route === null) return [];
    if (ids.has(route.id)) {
      report.error(item.at, "duplicate-id", `route ${route.id} stands twice`, "rename one of them");
    }
    ids.add(route.id);
    return [route];
  });
}

function routeOf(tree: Tree, terms: RouteTerms, report: Report): Route | null {
  const keys = ["id", "when", "channels", ...MANNER_KEYS];
  const fields = openTable(tree, { name: "a route", keys, notYet: OTHER_WORDS }, report);
  if (fields === undefined) return null;
  const id = required(fields, { key: "id", why: "it names the route" }, readText, report);
  const condition = conditionOf(fields.get("when"), { isOfRoute: true }, report);
  const channels = channelsOf(fields, terms, report);
  const manner = mannerOf(fields, terms, report);
  const single = channels?.find((channel) => terms.perRecord.includes(channel));
  if (manner.digest !== undefined && single !== undefined) {
    const rule = `channel ${single} keeps one thing a record and has no place for a digest`;
    const at = fields.get("channels")?.at ?? fields.at;
    report.error(at, "bad-value", rule, "send the digest by mail, chat or webhook");
  }
  if (id === undefined || condition === undefined || channels === undefined) return null;
  const { when, events } = condition;
  return { id, when, channels, events, ...manner };
}

function channelsOf(
  fields: Fields,
  { channels }: RouteTerms,
  report: Report,
): readonly string[] | undefined {
  const of = { key: "channels", why: "it names who is told" };
  return required(fields, of, readChannels(channels), report);
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
