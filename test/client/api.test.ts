import openapiTS, { astToString } from "openapi-typescript";
import { describedRoutes } from "tiltmeter/http/api/described-routes";
import { openApi } from "tiltmeter/http/openapi";
import { POLICY } from "tiltmeter/http/policy";
import { JSON_ITEMS } from "tiltmeter/ingest/json-shapes";
import { expect, test } from "vitest";

const HEAD =
  "// Generated from the routes of the collector: npm run client:types writes it anew.\n\n";

test("the client's types are those of the document", async () => {
  const described = describedRoutes({ ingest: JSON_ITEMS });
  const document = openApi({ described, policies: POLICY, version: "0.1.0" });
  const types = astToString(await openapiTS(JSON.parse(JSON.stringify(document))));
  // Where this fails, routes have changed: npm run client:types, and look at what it changes for whoever uses them.
  await expect(HEAD + types).toMatchFileSnapshot("../../client/api.ts");
});
