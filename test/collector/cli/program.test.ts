import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { recordedTerminal, tiltmeter } from "./command-line.ts";

const COMMANDS = [
  ["serve"],
  ["demo"],
  ["controls"],
  ["controls", "check"],
  ["systems"],
  ["systems", "check"],
  ["systems", "list"],
  ...["create", "list", "rotate", "revoke"].map((name) => ["keys", name]),
  ...["first", "invite", "list", "change", "disable", "enable", "sign-out", "link"].map((name) => [
    ...["accounts", name],
  ]),
];

test.each(COMMANDS)(
  "help of %s %s teaches: usage and an example on standard output, and ends with 0",
  async (...command) => {
    const terminal = recordedTerminal();
    expect(await runCommandLine([...command, "--help"], terminal)).toBe(0);
    const help = terminal.out.join("\n");
    expect(help).toContain(`Usage: tiltmeter ${command.join(" ")}`);
    expect(help).toContain(`$ tiltmeter ${command[0]}`);
    expect(terminal.err).toEqual([]);
  },
);

test.each([["serve"], ["demo"], ["controls", "check"]])(
  "help of %s %s lists its exit codes",
  async (...command) => {
    const terminal = recordedTerminal();
    await runCommandLine([...command, "--help"], terminal);
    expect(terminal.out.join("\n")).toMatch(/Exit codes:\n {2}0 /);
  },
);

test("help of the program names every command and every exit code", async () => {
  const terminal = recordedTerminal();
  expect(await runCommandLine(["--help"], terminal)).toBe(0);
  const help = terminal.out.join("\n");
  for (const word of ["serve", "demo", "controls", "0 ", "1 ", "2 ", "3 ", "130 "]) {
    expect(help).toContain(`\n  ${word}`);
  }
});

test("without a command the help is shown and the exit code says that nothing was done", async () => {
  const terminal = recordedTerminal();
  expect(await runCommandLine([], terminal)).toBe(2);
  expect(terminal.out.join("\n")).toContain("Usage: tiltmeter");
});

test.each([
  [["serv"], /unknown command 'serv'\s+\(Did you mean serve\?\)/],
  [["serve", "--prot", "1"], /unknown option '--prot'\s+\(Did you mean --port\?\)/],
  [["serve", "--port", "65536"], /whole number from 0 to 65535/],
  [["serve", "--port", "4318.5"], /whole number from 0 to 65535/],
  [["demo", "--speed", "0"], /number from 1 to 10/],
  [["controls", "check"], /no files to check/],
  [["serve", "--store", "localhost"], /the store must be an http or https URL/],
  [["serve", "--config", "absent.yaml"], /absent\.yaml: cannot be read/],
])("%j is refused with 2 and a reason", async (argv, reason) => {
  const terminal = recordedTerminal();
  expect(await runCommandLine(argv, terminal)).toBe(2);
  expect(terminal.err.join("\n")).toMatch(reason);
});

test("the built command answers with its version", async () => {
  const command = tiltmeter(["--version"]);
  expect(await command.ended).toBe(0);
  expect(command.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
});
