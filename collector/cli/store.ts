import { Command } from "commander";
import { grantStatements } from "../store/grants/grant-statements.ts";
import type { Terminal } from "./terminal.ts";

interface Flags {
  readonly writer: string;
  readonly reader: string;
  readonly database: string;
  readonly oneUser?: true;
}

/** `tiltmeter store …`: a ClickHouse server as the store. */
export function storeCommand(terminal: Terminal): Command {
  return new Command("store")
    .description("a ClickHouse server as the store: what its users need")
    .addCommand(grants(terminal))
    .addHelpText("after", HELP);
}

function grants(terminal: Terminal): Command {
  return new Command("grants")
    .description(
      "print the SQL that makes the collector's users on a server, with the least rights",
    )
    .option("--writer <user>", "who writes", "tiltmeter")
    .option("--reader <user>", "who reads for pages, the API and controls", "tiltmeter_pages")
    .option("--one-user", "the one who writes reads, too")
    .option("--database <name>", "where the tables are", "tiltmeter")
    .addHelpText("after", HELP)
    .action(({ writer, reader, database, oneUser }: Flags) => {
      const of = { writer, reader: oneUser === true ? null : reader, database };
      for (const statement of grantStatements(of)) terminal.print(statement);
    });
}

const HELP = `
Nothing is asked of a server: the statements are for its administrator, who fills the passwords in. doctor
compares them with what the server grants.

Examples:
  $ tiltmeter store grants > users.sql      # fill in '…', then: clickhouse-client --multiquery < users.sql
  $ tiltmeter store grants --writer ai_writer --reader ai_reader --database ai
  $ TILTMETER_STORE_PASSWORD=… TILTMETER_STORE_READER_PASSWORD=… \\
      tiltmeter serve --store https://tiltmeter@ch.example.org:8443 --store-reader tiltmeter_pages`;
