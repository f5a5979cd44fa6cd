import {
  type DirectiveEvent,
  foldDirective,
  RUNNING,
  type SystemDirective,
} from "@tiltmeter/rules";
import { HOUR, MINUTE, NOW } from "./fixture-world.ts";

/** The mail filter has a proposal, the assistant is suspended, nothing was ever decided of the others. */
export function fixtureDirective(system: string): SystemDirective {
  return (histories[system] ?? []).reduce(foldDirective, RUNNING);
}

const proposed: DirectiveEvent = {
  type: "suspension_proposed",
  atMs: NOW - 70 * MINUTE,
  by: "tiltmeter",
  system: "mail-spam-filter",
  control: "input-drift",
  record: "NC-2026-0008",
  why: "Live inputs drifted <away> (input-drift, NC-2026-0008)",
};

const histories: Readonly<Record<string, readonly DirectiveEvent[]>> = {
  "mail-spam-filter": [proposed],
  "support-assistant": [
    { ...proposed, system: "support-assistant", control: "harm", record: "NC-2026-0007" },
    {
      type: "system_suspended",
      atMs: NOW - HOUR,
      by: "mara",
      system: "support-assistant",
      ground: "approved",
      control: null,
      records: ["NC-2026-0007"],
      reason: "answers named customers & more",
      untilMs: NOW + 3 * HOUR,
    },
    {
      type: "suspension_effective",
      atMs: NOW - 59 * MINUTE,
      by: "tiltmeter",
      system: "support-assistant",
      how: "acknowledged",
      producer: "a-process",
    },
  ],
};
