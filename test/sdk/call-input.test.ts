import fc from "fast-check";
import { expect, test } from "vitest";
import { readCall } from "../../sdk/call-input.ts";

test("what is left out of a call is unknown, and never 0", () => {
  const call = readCall({ inputTokens: 0, requestModel: "gpt-4o" });
  expect([call.inputTokens, call.outputTokens, call.firstChunk, call.isRefused]).toEqual([
    0,
    null,
    null,
    null,
  ]);
  expect([call.modelSource, call.requestModel, call.responseId]).toEqual(["unknown", "gpt-4o", ""]);
});

test("whatever is handed over as a call is read, or refused as one", () => {
  const keys = Object.keys(readCall({}));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), (given) => {
      try {
        const call = readCall(given);
        expect(Object.keys(call)).toEqual(keys);
        for (const count of [call.inputTokens, call.outputTokens, ...Object.values(call.tools)]) {
          expect(count === null || (Number.isSafeInteger(count) && count >= 0)).toBe(true);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }),
  );
});
