import { expect, test } from "vitest";
import { matchRequest } from "../../../collector/proxy/path-pattern.ts";

const match = (pattern: string, method: string, path: string): unknown => {
  const [wanted = "", way = ""] = pattern.split(" ");
  return matchRequest({ method: wanted, path: way }, method, path);
};

test("a pattern fits by parts: names and stars one each, two stars at the end any number", () => {
  expect(match("POST /models/{name}/score", "post", "/models/a%20b/score/?x=1")).toEqual({
    name: "a b",
  });
  expect(match("* /v1/**", "PUT", "/v1")).toEqual({});
  expect(match("* /v1/**", "PUT", "/v1/a/b")).toEqual({});
  expect(match("POST /a/*", "POST", "/a/b")).toEqual({});
});

test("what does not fit is not taken for it", () => {
  expect(match("POST /a", "GET", "/a")).toBeNull();
  expect(match("POST /a", "POST", "/a/b")).toBeNull();
  expect(match("POST /a/*", "POST", "/a")).toBeNull();
  expect(match("POST /a/{x}", "POST", "/a/b/c")).toBeNull();
  // A part that does not decode is compared as it stands.
  expect(match("POST /{x}", "POST", "/%zz")).toEqual({ x: "%zz" });
});
