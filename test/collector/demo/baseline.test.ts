import { expect, test } from "vitest";
import { columnsOf } from "../../../collector/demo/baseline.ts";
import { featuresOf } from "../../../collector/demo/features.ts";
import { simulateCorpus } from "../../../collector/demo/simulated-corpus.ts";
import { splitCorpus } from "../../../collector/demo/split.ts";

test("the columns of the baseline are the features that the monitor will send, row by row", () => {
  const { training } = splitCorpus(simulateCorpus());
  const columns = columnsOf(training);
  for (const [row, { mail }] of training.entries()) {
    const features = Object.entries(columns).map(([name, values]) => [name, values[row]]);
    expect(Object.fromEntries(features)).toEqual(featuresOf(mail));
  }
});
