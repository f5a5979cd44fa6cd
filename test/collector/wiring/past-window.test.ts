import { pastWindow } from "tiltmeter/wiring/past-window";
import { expect, test } from "vitest";

/** Answers nothing, and keeps what it was asked. */
async function asked(window: { readonly fromMs: number; readonly toMs: number }) {
  const windows: object[] = [];
  const past = pastWindow({
    fetchEvidence: async ({ fromMs, toMs }) => {
      windows.push({ fromMs, toMs });
      return [];
    },
    featureColumns: async ({ fromMs, toMs }) => {
      windows.push({ fromMs, toMs });
      return { columns: {}, times: [] };
    },
  });
  expect(await past("credit", window)).toEqual({
    columns: {},
    times: [],
    scores: {},
    outputs: {},
  });
  return windows;
}

test("scores and labels are asked by whole minutes, which the store has sums of, and rows as they are asked", async () => {
  const window = { fromMs: 60_001, toMs: 3_659_999 };
  const minutes = { fromMs: 120_000, toMs: 3_600_000 };
  expect(await asked(window)).toEqual([minutes, minutes, window]);
});

test("a window without a whole minute is asked as it is", async () => {
  const window = { fromMs: 60_001, toMs: 119_999 };
  expect(await asked(window)).toEqual([window, window, window]);
});
