import { describe, expect, test } from "vitest";
import { adwin } from "../../rules/statistics/detectors/adwin.ts";
import { ddm } from "../../rules/statistics/detectors/ddm.ts";
import { kswin } from "../../rules/statistics/detectors/kswin.ts";
import { pageHinkley } from "../../rules/statistics/detectors/page-hinkley.ts";
import { driftsIn } from "../rules/statistics/drifts-in.ts";
import { golden, published } from "./golden.ts";

// River publishes these indices in its own test suite, on NumPy streams that change at index 1,000.

describe.skipIf(golden.absent)(`River's published answers${golden.note}`, () => {
  // Its loop left out the last bucket of each size, whose values then counted as new at every older
  // cut (its issue 1539). That is wrong: the same rule at every cut alarms one look earlier, at
  // 1023, which is what River itself publishes since it corrected the loop.
  test("ADWIN's 1055 comes from cuts that were left out; every cut gives River's later 1023", () => {
    const stream = digits(published().C_river.stream_1);
    const theirs = published().C_river.expected["ADWIN()(stream_1)"];
    expect(driftsIn(adwin, { cuts: "river" }, stream)).toEqual(theirs);
    expect(driftsIn(adwin, {}, stream)).toEqual([1023]);
  });

  test("Page–Hinkley, which alarms a second time near the end of a stream that had long settled", () => {
    const { stream_1, expected } = published().C_river;
    const theirs = expected["PageHinkley()(stream_1)"];
    expect(driftsIn(pageHinkley, {}, digits(stream_1))).toEqual(theirs);
  });

  test("DDM", () => {
    const { stream_2, expected } = published().C_river;
    expect(driftsIn(ddm, {}, digits(stream_2))).toEqual(expected["DDM()(stream_2)"]);
  });

  // River seeds a random draw here, but draws 100 of 100: all of them, in whatever order. So its
  // answer needs no NumPy and no seed.
  test("KSWIN, with whatever random numbers", () => {
    const stream = digits(published().C_river.stream_1);
    const options = { alpha: 0.0001, window: 200, newest: 100 };
    for (const random of [() => 0, () => 0.999]) {
      expect(driftsIn(kswin(random), options, stream)).toEqual([1042]);
    }
  });
});

function digits(stream: readonly number[] | string): readonly number[] {
  return typeof stream === "string" ? [...stream].map(Number) : stream;
}
