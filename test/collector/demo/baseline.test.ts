import { columnsOf } from "tiltmeter/demo/baseline";
import { featuresOf } from "tiltmeter/demo/features";
import { simulateCorpus } from "tiltmeter/demo/simulated-corpus";
import { splitCorpus } from "tiltmeter/demo/split";
import { expect, test } from "vitest";

test("the columns of the baseline are the features that the monitor will send, row by row", () => {
  const { training } = splitCorpus(simulateCorpus());
  const columns = columnsOf(training);
  for (const [row, { mail }] of training.entries()) {
    const features = Object.entries(columns).map(([name, values]) => [name, values[row]]);
    expect(Object.fromEntries(features)).toEqual(featuresOf(mail));
  }
});
