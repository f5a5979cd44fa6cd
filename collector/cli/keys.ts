import { Command, InvalidArgumentError, Option } from "commander";
import { ROLES } from "../http/role.ts";
import { ids } from "./access-flags.ts";
import { allItems } from "./all-items.ts";
import { collectorAddress, demand, send } from "./collector-api.ts";
import { columns } from "./columns.ts";
import { type ReachingFlags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";

interface Flags extends ReachingFlags {
  /** The keys are the caller's own. */
  readonly own?: true;
}
type Row = Readonly<Record<string, unknown>>;

/** `tiltmeter keys …`: keys of programs, and one's own. */
export function keysCommand(terminal: Terminal): Command {
  return new Command("keys")
    .description("API keys: make, list, rotate and revoke them")
    .addCommand(create(terminal))
    .addCommand(list(terminal))
    .addCommand(rotate(terminal))
    .addCommand(revoke(terminal))
    .addHelpText("after", HELP);
}

function create(terminal: Terminal): Command {
  const command = new Command("create")
    .description("make a key; its text is printed once and kept nowhere")
    .addOption(
      new Option("--role <role>", "what it may do").choices(ROLES).makeOptionMandatory(true),
    )
    .option("--name <name>", "what it is for; needed unless --own")
    .option(
      "--systems <ids>",
      "the systems that it is for, with commas between (default: all)",
      ids,
    )
    .option(
      "--expires <instant>",
      "from when on it is refused, such as 2027-01-31 (default: never)",
      instant,
    )
    .option("--own", "a key of your own: it never does more than you, and acts in your name");
  return reaching(command, "an admin key, or with --own a key of your own")
    .addHelpText("after", CREATE_HELP)
    .action(
      async (
        flags: Flags & {
          readonly role: string;
          readonly name?: string;
          readonly systems?: readonly string[];
          readonly expires?: string;
        },
      ) => {
        const { role, name, systems, expires } = flags;
        const body = {
          role,
          ...(name !== undefined && { name }),
          ...(systems !== undefined && { systems }),
          ...(expires !== undefined && { expiresAt: expires }),
        };
        const made = await demand(collectorAddress(flags, terminal.env), {
          path: base(flags),
          body: JSON.stringify(body),
        });
        if (flags.format === "json") terminal.print(JSON.stringify(made));
        else printMade(terminal, made, "shown this once; put it where it is used now");
      },
    );
}

function list(terminal: Terminal): Command {
  return reaching(
    new Command("list")
      .description("list keys, without their secrets")
      .option("--own", "those of your own"),
    "an admin key, or with --own a key of your own",
  )
    .addHelpText("after", LIST_HELP)
    .action(async (flags: Flags) => {
      const items = await allItems(collectorAddress(flags, terminal.env), base(flags));
      if (flags.format === "json") terminal.print(JSON.stringify({ items }));
      else for (const line of lines(items)) terminal.print(line);
    });
}

function rotate(terminal: Terminal): Command {
  return reaching(
    new Command("rotate")
      .description("make a key's successor, and let the old one work for a while")
      .argument("<id>", "the key's id: eight letters and digits, as list shows it")
      .option("--live <hours>", "how long the old key goes on working, hours (default: 24)", hours)
      .option("--own", "a key of your own"),
    "an admin key, or with --own a key of your own",
  )
    .addHelpText("after", ROTATE_HELP)
    .action(async (id: string, flags: Flags & { readonly live?: number }) => {
      const liveSeconds = Math.round((flags.live ?? 24) * 3_600);
      const made = await demand(collectorAddress(flags, terminal.env), {
        path: `${base(flags)}/${encodeURIComponent(id)}/rotation`,
        body: JSON.stringify({ liveSeconds }),
      });
      if (flags.format === "json") terminal.print(JSON.stringify(made));
      else
        printMade(
          terminal,
          made,
          `shown this once; ${id} works until ${String(made["formerExpiresAt"])}`,
        );
    });
}

function revoke(terminal: Terminal): Command {
  return reaching(
    new Command("revoke")
      .description("revoke a key: whatever uses it is refused at once, for good")
      .argument("<id>", "the key's id, as list shows it")
      .option("--own", "a key of your own"),
    "an admin key, or with --own a key of your own",
  )
    .addHelpText("after", REVOKE_HELP)
    .action(async (id: string, flags: Flags) => {
      const path = `${base(flags)}/${encodeURIComponent(id)}`;
      await send(collectorAddress(flags, terminal.env), { method: "DELETE", path });
      terminal.print(
        flags.format === "json" ? JSON.stringify({ id, revoked: true }) : `key ${id} is revoked`,
      );
    });
}

function base({ own }: Pick<Flags, "own">): string {
  return own === true ? "/account/keys" : "/keys";
}

function printMade(terminal: Terminal, made: Row, note: string): void {
  terminal.print(String(made["key"]));
  terminal.complain(note);
  const ends = made["expiresAt"];
  if (typeof ends === "string") terminal.complain(`it expires at ${ends}`);
}

function lines(items: readonly Row[]): readonly string[] {
  if (items.length === 0) return ["no keys"];
  return columns([
    ["id", "name", "role", "systems", "state", "last used", "expires"],
    ...items.map((key) => [
      String(key["id"]),
      key["owner"] === null ? String(key["name"]) : `${String(key["owner"])}'s own`,
      String(key["role"]),
      Array.isArray(key["systems"]) ? key["systems"].join(",") : "all",
      String(key["state"]),
      key["lastUsedAt"] === null ? "not seen" : String(key["lastUsedAt"]).slice(0, 16),
      key["expiresAt"] === null ? "never" : String(key["expiresAt"]).slice(0, 16),
    ]),
  ]);
}

function instant(text: string): string {
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const ms = Date.parse(whole);
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  throw new InvalidArgumentError("An instant is such as 2027-01-31 or 2027-01-31T12:00:00Z.");
}

function hours(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 720) return value;
  throw new InvalidArgumentError("Hours are a number from 0 (at once) to 720 (30 days).");
}

const EXIT_HELP = `
Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;

const HELP = `
Roles: ingest sends telemetry and reads nothing; viewer reads; operator works on nonconformities;
compliance approves; auditor reads and takes evidence along; admin does everything.

Examples:
  $ tiltmeter keys create --role ingest --name 'credit scoring' --systems credit-scoring
  $ tiltmeter keys list
  $ tiltmeter keys rotate ab12cd34 --live 48`;

const CREATE_HELP = `
The key alone is on standard output, so that it can be piped; what to know of it is on standard error.

Examples:
  $ tiltmeter keys create --role ingest --name edge --expires 2027-12-31
  $ tiltmeter keys create --role viewer --own
  $ TILTMETER_KEY=$(tiltmeter keys create --role viewer --name grafana)
${EXIT_HELP}`;

const LIST_HELP = `
A key is live, expired, revoked, or unusable: its owner may no longer do what it does. When it was last
used is known to five minutes.

Examples:
  $ tiltmeter keys list
  $ tiltmeter keys list --format json | jq '.items[] | select(.lastUsedAt == null).id'
${EXIT_HELP}`;

const ROTATE_HELP = `
The successor has the role, the systems and the owner of the old key. Change over while both work; then
the old one expires by itself. A key with a successor is not rotated again: rotate the successor.

Examples:
  $ tiltmeter keys rotate ab12cd34
  $ tiltmeter keys rotate ab12cd34 --live 0     the old one is refused from now on
${EXIT_HELP}`;

const REVOKE_HELP = `
It cannot be taken back. The last way in of an administrator is not revoked.

Example:
  $ tiltmeter keys revoke ab12cd34
${EXIT_HELP}`;
