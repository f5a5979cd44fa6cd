import { expect, test } from "vitest";
import { GOVERNANCE } from "../rules/governance/governance-text.ts";
import { startCollector } from "./collector.ts";

test("a governance file that names no control there is ends the start with its place", async () => {
  await expect(startCollector({ nowMs: 0, governance: GOVERNANCE })).rejects.toThrow(
    /governance\.yaml:10:75: unknown-control: there is no control override-rate/,
  );
});
