import type { ApiReference } from "@tiltmeter/dashboards";
import { describedRoutes } from "../http/api/described-routes.ts";
import { openApi } from "../http/openapi.ts";
import { POLICY } from "../http/policy.ts";
import { JSON_ITEMS } from "../ingest/json-shapes.ts";
import { VERSION } from "../version.ts";

let made: ApiReference | null = null;

/** The document that describes the API, for its page; made once. */
export function apiReference(): ApiReference {
  if (made === null) {
    const described = describedRoutes({ ingest: JSON_ITEMS });
    const document = openApi({ described, policies: POLICY, version: VERSION });
    made = JSON.parse(JSON.stringify(document)) as ApiReference; // a test holds the document to OpenAPI
  }
  return made;
}
