import type { Tree } from "../control/document.ts";
import { openTable, optional, readChoices, readText, required } from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { readCalendar, readDate } from "../inventory/parse-calendar.ts";
import { conditionOf } from "./parse-condition.ts";
import type { RouteTerms } from "./parse-manner.ts";
import { readChannels } from "./read-channels.ts";
import { HELD_ANYWAY, type QuietHours } from "./routes.ts";

const KEYS = ["id", "owner", "reason", "until", "channels", "during", "when", "hold"];
const QUIET_MAX = 50;

/** The quiet hours of a file. Each has an owner, a reason and an end, or it is an error. */
export function quietOf(
  tree: Tree | undefined,
  terms: RouteTerms,
  report: Report,
): readonly QuietHours[] {
  if (tree === undefined) return [];
  if (tree.kind !== "list" || tree.items.length > QUIET_MAX) {
    const rule = `quiet_hours is a list of at most ${QUIET_MAX}`;
    const fix =
      "write - { id: nights, owner: …, reason: …, until: 2027-06-30, channels: [ … ], during: { … } }";
    report.error(tree.at, "bad-value", rule, fix);
    return [];
  }
  const ids = new Set<string>();
  return tree.items.flatMap((item) => {
    const quiet = oneOf(item, terms, report);
    if (quiet === null) return [];
    if (ids.has(quiet.id)) {
      const rule = `quiet hours ${quiet.id} stand twice`;
      report.error(item.at, "duplicate-id", rule, "rename one of them");
    }
    ids.add(quiet.id);
    return [quiet];
  });
}

function oneOf(tree: Tree, { channels, zones }: RouteTerms, report: Report): QuietHours | null {
  const fields = openTable(tree, { name: "quiet hours", keys: KEYS }, report);
  if (fields === undefined) return null;
  const must = <T>(
    key: string,
    why: string,
    read: Parameters<typeof required<T>>[2],
  ): T | undefined => required(fields, { key, why }, read, report);
  const id = must("id", "it names the quiet hours", readText);
  const owner = must("owner", "somebody answers for what is told late", readText);
  const reason = must("reason", "whoever waits for a message may read it", readText);
  const until = must("until", "quiet hours end, and their end is told", readDate);
  const names = must("channels", "it names who is not disturbed", readChannels(channels));
  const during = must(
    "during",
    'which hours, e.g. { zone: Europe/Berlin, hours: { mon-fri: ["00:00-07:00", "20:00-24:00"] } }',
    readCalendar(zones),
  );
  const condition = conditionOf(fields.get("when"), { isOfRoute: false }, report);
  const holds = optional(fields, "hold", readChoices(HELD_ANYWAY), report) ?? [];
  if (id === undefined || owner === undefined || reason === undefined) return null;
  if (until === undefined || names === undefined || during === undefined) return null;
  if (condition === undefined) return null;
  return { id, owner, reason, until, channels: names, during, when: condition.when, holds };
}
