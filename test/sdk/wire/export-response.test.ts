import { decodeExportResponse } from "@tiltmeter/sdk/wire/export-response";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeResponse } from "./otlp-proto.ts";

test("a collector's partial success is read back as it was said", () => {
  fc.assert(
    fc.property(fc.nat(), fc.string({ unit: "grapheme" }), (rejected, message) => {
      expect(decodeExportResponse(encodeResponse(rejected, message))).toEqual({
        rejected,
        message,
      });
    }),
  );
});

test("an empty body is complete success", () => {
  expect(decodeExportResponse(new Uint8Array())).toEqual({ rejected: 0, message: "" });
});

test("bytes that are no response give null or a number, never an exception", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const decoded = decodeExportResponse(bytes);
      expect(decoded === null || decoded.rejected >= 0).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(decodeExportResponse(Buffer.from("<html>not a collector</html>"))).toBeNull();
});
