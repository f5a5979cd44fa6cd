import { openTable, type Reader, readDuration, required } from "../control/fields.ts";
import { readChannels } from "./read-channels.ts";

/** More would be told than there are people who decide. */
const STEPS_MAX = 10;

interface Step {
  readonly afterMs: number;
  readonly channels: readonly string[];
}

/** Who else is told, and when: `[{ after: 24h, channels: [board] }]`, the soonest first. */
export function readSteps(
  channels: readonly string[] | null,
  of: { readonly minMs: number; readonly after: string },
): Reader<readonly Step[]> {
  return (tree, key, report) => {
    if (tree.kind !== "list" || tree.items.length > STEPS_MAX) {
      const rule = `${key} is a list of at most ${STEPS_MAX} steps`;
      report.error(tree.at, "bad-value", rule, "write - { after: 24h, channels: [ … ] }");
      return undefined;
    }
    const steps = tree.items.flatMap((item): readonly Step[] => {
      const fields = openTable(item, { name: "a step", keys: ["after", "channels"] }, report);
      if (fields === undefined) return [];
      const when = { key: "after", why: `how long after ${of.after}, e.g. 24h` };
      const afterMs = required(fields, when, readDuration(of.minMs), report);
      const who = { key: "channels", why: "it names who is told" };
      const names = required(fields, who, readChannels(channels), report);
      return afterMs === undefined || names === undefined ? [] : [{ afterMs, channels: names }];
    });
    const late = steps.findIndex(({ afterMs }, i) => afterMs < (steps[i - 1]?.afterMs ?? 0));
    if (late > 0) {
      const at = tree.items[late]?.at ?? tree.at;
      const rule = "a step of the escalation comes no sooner than the one before it";
      report.error(at, "bad-value", rule, "order the steps by after");
    }
    return steps;
  };
}
