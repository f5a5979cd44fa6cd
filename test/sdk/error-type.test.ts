import { expect, test } from "vitest";
import { errorType } from "../../sdk/error-type.ts";

class Overloaded extends Error {}
class Named extends Error {
  override readonly name = "QuotaExceeded";
}
const hostile = Object.defineProperty(new Error("x"), "name", {
  get() {
    throw new Error("looked at");
  },
});

test.each<[string, unknown, string]>([
  ["an error", new TypeError("x"), "TypeError"],
  ["an error of a class of one's own", new Overloaded("x"), "Overloaded"],
  ["an error with a name of its own", new Named("x"), "QuotaExceeded"],
  ["an abort", AbortSignal.abort().reason, "AbortError"],
  ["a hostile error", hostile, "Error"],
  ["a plain object", { code: 1 }, "Object"],
  ["a string", "boom", "_OTHER"],
  ["null", null, "_OTHER"],
  ["a Proxy", new Proxy(new Error("x"), {}), "_OTHER"],
])("%s has the type it says", (_, error, expected) => {
  expect(errorType(error)).toBe(expected);
});
