import fc from "fast-check";
import { browserInWords } from "tiltmeter/http/browser-words";
import { expect, test } from "vitest";

test("browsers are named as their owners name them", () => {
  const said = (text: string): string => browserInWords(`Mozilla/5.0 ${text}`);
  expect(said("(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe(
    "Firefox on Linux",
  );
  const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
  expect(said(`(Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0 Safari/537.36 Edg/140.0`)).toBe(
    "Edge on Windows",
  );
  expect(said(`(Linux; Android 15) ${webkit} Chrome/140.0 Mobile Safari/537.36`)).toBe(
    "Chrome on Android",
  );
  expect(said("(Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15")).toBe(
    "Safari on macOS",
  );
  expect(browserInWords(undefined)).toBe("an unknown browser");
});

test("nothing of the header itself is ever repeated", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(browserInWords(text)).toMatch(/^[A-Za-z ]+$/);
    }),
  );
});
