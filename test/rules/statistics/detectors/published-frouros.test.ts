import { describe, expect, test } from "vitest";
import { pageHinkley } from "../../../../rules/statistics/detectors/page-hinkley.ts";
import { golden, published } from "../golden.ts";
import { driftsIn } from "./drifts-in.ts";

describe.skipIf(golden.absent)(`frouros' published answers${golden.note}`, () => {
  test("its Page–Hinkley is River's without the floor and the warm-up", () => {
    const { stream_drift, expected } = published().C_frouros;
    const theirs = expected["PageHinkley(alpha=.9999,delta=.005,lambda=50,min=1)"];
    expect(driftsIn(pageHinkley, { floored: false, warmUp: 1 }, stream_drift)).toEqual(theirs);
  });

  test("its CUSUM is River's Page–Hinkley that forgets nothing", () => {
    const { stream_drift, expected } = published().C_frouros;
    const theirs = expected["CUSUM(delta=.005,lambda=50,min=1)"];
    expect(driftsIn(pageHinkley, { keep: 1, warmUp: 1 }, stream_drift)).toEqual(theirs);
  });
});
