import type { Reads } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { servedPage } from "../fixture-page.ts";
import { busyReads, emptyReads } from "../fixture-reads.ts";

async function text(reads: Reads, path: string): Promise<string> {
  return (await servedPage(path, reads)).text;
}

test("what is not covered is said before what is", async () => {
  const said = await text(busyReads(), "/coverage");
  expect(said).toMatch(
    /ISO\/IEC 42001:2023 Not covered: 5\.3, A\.5\.4 and A\.10\.3\. .* Covered by telemetry .* 9\.1 .* For people to attest .* 9\.2/,
  );
});

test("a clause says why it has no evidence: no control, none conclusive, or no such clause", async () => {
  const said = await text(busyReads(), "/coverage");
  expect(said).toMatch(/5\.3 Roles.*? No control cites it Would speak to it/);
  expect(said).toMatch(/A\.5\.4 .*? Controls are in force, and none was conclusive/);
  expect(said).toMatch(/Art\. 72 The framework has no such clause: correct the control/);
});

test("each framework has one number, and none where nothing was due", async () => {
  const said = await text(busyReads(), "/coverage");
  expect(said).toMatch(/89\.4.% 7,212 of 8,064/);
  expect(said).toMatch(/none yet no control that cites it was due/);
});

test("a control that says little of the present is told to be old", async () => {
  const base = busyReads();
  const old: Reads = {
    ...base,
    coverage: async (range) => {
      const { frameworks } = await base.coverage(range);
      return {
        range,
        frameworks: frameworks.map((framework) => ({
          ...framework,
          clauses: framework.clauses.map((clause) => ({
            ...clause,
            controls: clause.controls.map((control) => ({
              ...control,
              lastConclusiveMs: base.nowMs() - 10 * control.everyMs,
            })),
          })),
        })),
      };
    },
  };
  expect(await text(old, "/coverage")).toMatch(/breach 2 h 30 min ago , which is old for it/);
  expect(await text(base, "/coverage")).not.toContain("old for it");
});

test("without a clause the page teaches how to cite one", async () => {
  expect(await text(emptyReads(), "/coverage")).toMatch(/No control cites a clause yet/);
});

test("the time that is counted is one of those offered", async () => {
  const asked: number[] = [];
  const base = busyReads();
  const reads: Reads = {
    ...base,
    coverage: (range) => {
      asked.push((range.toMs - range.fromMs) / 86_400_000);
      return base.coverage(range);
    },
  };
  for (const query of ["", "?days=90", "?days=36500"]) await text(reads, `/coverage${query}`);
  expect(asked).toEqual([7, 90, 7]);
});
