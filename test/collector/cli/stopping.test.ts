import { createStopping } from "tiltmeter/cli/stopping";
import { expect, test } from "vitest";
import { Abandoned, recordedTerminal } from "./command-line.ts";

test("the first signal asks for an orderly end and says how to force one", async () => {
  const terminal = recordedTerminal();
  const stopping = createStopping(terminal);
  terminal.signal("SIGTERM");
  await stopping.requested;
  expect(terminal.err.join("\n")).toContain("again to end at once");
  stopping.done();
});

test("the second signal ends at once with 130", () => {
  const terminal = recordedTerminal();
  const stopping = createStopping(terminal);
  terminal.signal("SIGINT");
  expect(() => terminal.signal("SIGTERM")).toThrow(new Abandoned(130));
  stopping.done();
});

test("after the work is done, signals have their usual meaning", () => {
  const terminal = recordedTerminal();
  createStopping(terminal).done();
  terminal.signal("SIGINT");
  terminal.signal("SIGINT");
  expect(terminal.err).toEqual([]);
});
