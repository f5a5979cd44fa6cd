import { Command, Option } from "commander";
import { PEOPLES_ROLES } from "../http/role.ts";
import { ids } from "./access-flags.ts";
import { allItems } from "./all-items.ts";
import { type CollectorAddress, collectorAddress, demand, send } from "./collector-api.ts";
import { columns } from "./columns.ts";
import { type ReachingFlags as Flags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";

type Row = Readonly<Record<string, unknown>>;

/** `tiltmeter accounts …`: people who sign in. */
export function accountsCommand(terminal: Terminal): Command {
  return new Command("accounts")
    .description("people who sign in: invite, change, disable, sign out")
    .addCommand(first(terminal))
    .addCommand(invite(terminal))
    .addCommand(list(terminal))
    .addCommand(change(terminal))
    .addCommand(act(terminal, DISABLE))
    .addCommand(act(terminal, ENABLE))
    .addCommand(act(terminal, SIGN_OUT))
    .addCommand(act(terminal, LINK))
    .addHelpText("after", HELP);
}

function first(terminal: Terminal): Command {
  const command = new Command("first")
    .description("make the first administrator's account, with a password to sign in with once")
    .requiredOption("--name <name>", "the person's name, as it is to stand in records")
    .requiredOption("--email <address>", "what the person signs in with");
  return reaching(command, "the admin key of the first start")
    .addHelpText("after", FIRST_HELP)
    .action(async (flags: Flags & { readonly name: string; readonly email: string }) => {
      const { name, email } = flags;
      const made = await demand(collectorAddress(flags, terminal.env), {
        path: "/accounts/first",
        body: JSON.stringify({ name, email }),
      });
      if (flags.format === "json") {
        terminal.print(JSON.stringify(made));
        return;
      }
      terminal.print(String(made["password"]));
      terminal.complain(
        `shown this once: sign in as ${email} with it, and you are asked for a password of your own`,
      );
    });
}

function invite(terminal: Terminal): Command {
  const command = new Command("invite")
    .description("make an account, and a link with which the person sets a password, once")
    .requiredOption("--name <name>", "the person's name, as it is to stand in records")
    .requiredOption("--email <address>", "what the person signs in with")
    .addOption(roleOption().makeOptionMandatory(true))
    .option(
      "--systems <ids>",
      "systems that the person sees, with commas between (default: all)",
      ids,
    );
  return reaching(command, "an admin key")
    .addHelpText("after", INVITE_HELP)
    .action(
      async (
        flags: Flags & {
          readonly name: string;
          readonly email: string;
          readonly role: string;
          readonly systems?: readonly string[];
        },
      ) => {
        const { name, email, role, systems } = flags;
        const address = collectorAddress(flags, terminal.env);
        const body = JSON.stringify({
          name,
          email,
          role,
          ...(systems !== undefined && { systems }),
        });
        printLink(terminal, flags, address, await demand(address, { path: "/accounts", body }));
      },
    );
}

function list(terminal: Terminal): Command {
  return reaching(new Command("list").description("list people who may sign in"), "an admin key")
    .addHelpText("after", LIST_HELP)
    .action(async (flags: Flags) => {
      const items = await allItems(collectorAddress(flags, terminal.env), "/accounts");
      if (flags.format === "json") terminal.print(JSON.stringify({ items }));
      else for (const line of lines(items)) terminal.print(line);
    });
}

function change(terminal: Terminal): Command {
  const command = new Command("change")
    .description("change what somebody may do; where a right changes, they are signed out")
    .argument("<who>", WHO)
    .addOption(roleOption())
    .option("--systems <ids>", "systems with commas between, or all", ids)
    .option("--email <address>", "another address to sign in with");
  return reaching(command, "an admin key")
    .addHelpText("after", CHANGE_HELP)
    .action(
      async (
        who: string,
        flags: Flags & {
          readonly role?: string;
          readonly systems?: readonly string[];
          readonly email?: string;
        },
      ) => {
        const address = collectorAddress(flags, terminal.env);
        const { id } = await found(address, who);
        const { role, systems, email } = flags;
        const body = {
          ...(role !== undefined && { role }),
          ...(systems !== undefined && { systems: systems.join() === "all" ? null : systems }),
          ...(email !== undefined && { email }),
        };
        const path = `/accounts/${id}`;
        const done = await demand(address, { method: "PATCH", path, body: JSON.stringify(body) });
        terminal.print(flags.format === "json" ? JSON.stringify(done) : lines([done]).join("\n"));
      },
    );
}

interface Act {
  readonly name: string;
  readonly description: string;
  readonly help: string;
  readonly of: (id: string) => {
    readonly method: "PATCH" | "DELETE" | "POST";
    readonly path: string;
    readonly body?: string;
  };
  readonly done: string;
}

const DISABLE: Act = {
  name: "disable",
  description: "sign somebody out at once, and let them in no more",
  help: "Keys of their own are refused too. The last administrator is not disabled.",
  of: (id) => ({ method: "PATCH", path: `/accounts/${id}`, body: '{"state":"disabled"}' }),
  done: "is disabled and signed out",
};
const ENABLE: Act = {
  name: "enable",
  description: "let somebody in again who was disabled",
  help: "The password is the one of before.",
  of: (id) => ({ method: "PATCH", path: `/accounts/${id}`, body: '{"state":"active"}' }),
  done: "may sign in again",
};
const SIGN_OUT: Act = {
  name: "sign-out",
  description: "end every session of somebody",
  help: "They may sign in again.",
  of: (id) => ({ method: "DELETE", path: `/accounts/${id}/sessions` }),
  done: "is signed out everywhere",
};
const LINK: Act = {
  name: "link",
  description: "make another link with which somebody sets a password, once",
  help: "For a forgotten password, or an invitation that expired. A link of before is void.",
  of: (id) => ({ method: "POST", path: `/accounts/${id}/invitation` }),
  done: "",
};

function act(terminal: Terminal, of: Act): Command {
  return reaching(
    new Command(of.name).description(of.description).argument("<who>", WHO),
    "an admin key",
  )
    .addHelpText(
      "after",
      `\n${of.help}\n\nExample:\n  $ tiltmeter accounts ${of.name} ada@example.org\n${EXIT_HELP}`,
    )
    .action(async (who: string, flags: Flags) => {
      const address = collectorAddress(flags, terminal.env);
      const { id, name } = await found(address, who);
      const asked = of.of(id);
      if (of === LINK) {
        printLink(terminal, flags, address, await demand(address, asked));
        return;
      }
      await send(address, asked);
      terminal.print(
        flags.format === "json" ? JSON.stringify({ id, done: of.name }) : `${name} ${of.done}`,
      );
    });
}

const WHO = "the e-mail address, the name, or the pseudonym (p_…) of the account";

/** The account that somebody means; throws where there is none or more than one. */
async function found(
  address: CollectorAddress,
  who: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const wanted = who.trim().toLowerCase();
  const all = await allItems(address, "/accounts");
  const [only, ...others] = all.filter((account) =>
    ["id", "email", "name"].some((field) => String(account[field]).toLowerCase() === wanted),
  );
  if (only === undefined) {
    throw new Error(`there is no account ${JSON.stringify(who)}; see tiltmeter accounts list`);
  }
  if (others.length > 0) {
    throw new Error(`${JSON.stringify(who)} is more than one account; name it by its address`);
  }
  return { id: String(only["id"]), name: String(only["name"]) };
}

function printLink(terminal: Terminal, flags: Flags, { url }: CollectorAddress, made: Row): void {
  const link = `${url}${String(made["path"])}`;
  if (flags.format === "json") {
    terminal.print(JSON.stringify({ ...made, link }));
    return;
  }
  terminal.print(link);
  terminal.complain(
    `shown this once: hand it to the person alone; it works once, until ${String(made["expiresAt"])}`,
  );
}

function lines(items: readonly Row[]): readonly string[] {
  if (items.length === 0) {
    return ["nobody has an account; make the first: tiltmeter accounts first --help"];
  }
  return columns([
    ["name", "e-mail", "role", "systems", "state", "last seen"],
    ...items.map((account) => [
      String(account["name"]),
      String(account["email"]),
      String(account["role"]),
      Array.isArray(account["systems"]) ? account["systems"].join(",") || "none" : "all",
      String(account["state"]),
      account["lastSeenAt"] === null ? "not now" : String(account["lastSeenAt"]).slice(0, 16),
    ]),
  ]);
}

function roleOption(): Option {
  return new Option("--role <role>", "what the person may do").choices(PEOPLES_ROLES);
}

const EXIT_HELP = `
Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;

const HELP = `
Every act is an entry of the ledger, under a pseudonym. Nobody but the person ever knows a password.

Examples:
  $ tiltmeter accounts first --name 'Ada Berg' --email ada@example.org
  $ tiltmeter accounts invite --name 'Bo Lind' --email bo@example.org --role operator --systems credit-scoring
  $ tiltmeter accounts disable bo@example.org`;

const FIRST_HELP = `
While no administrator has an account, whoever holds the admin key of the first start makes theirs. The
password is on standard output and only serves to sign in once and set another one.

Example:
  $ tiltmeter accounts first --name 'Ada Berg' --email ada@example.org
${EXIT_HELP}`;

const INVITE_HELP = `
The link is on standard output. It works once, for seven days; make another with accounts link.

Example:
  $ tiltmeter accounts invite --name 'Bo Lind' --email bo@example.org --role viewer
${EXIT_HELP}`;

const LIST_HELP = `
Examples:
  $ tiltmeter accounts list
  $ tiltmeter accounts list --format json | jq '.items[] | select(.role == "admin").email'
${EXIT_HELP}`;

const CHANGE_HELP = `
Rights that a provider gives are changed there: they are taken anew at each sign-in.

Examples:
  $ tiltmeter accounts change ada@example.org --role compliance
  $ tiltmeter accounts change 'Bo Lind' --systems credit-scoring,mail
  $ tiltmeter accounts change bo@example.org --systems all
${EXIT_HELP}`;
