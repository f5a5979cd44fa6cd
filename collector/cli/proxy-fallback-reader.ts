import { isMap, isScalar, isSeq } from "yaml";
import type { FallbackAnswer } from "../proxy/proxy-map.ts";
import type { YamlEntries, YamlEntry } from "./yaml-entries.ts";

/** `{ status, headers, body }`; a body that is no text is sent as JSON. */
export function readFallback(yaml: YamlEntries, { value, at }: YamlEntry): FallbackAnswer | null {
  let status = 200;
  let body = "";
  let isJson = false;
  const headers: [string, string][] = [];
  for (const entry of yaml.of(value, "fallback", at, ["status", "headers", "body"])) {
    if (entry.key === "status") {
      const given = isScalar(entry.value) ? entry.value.value : null;
      if (typeof given === "number" && Number.isInteger(given) && given >= 200 && given <= 599) {
        status = given;
      } else yaml.wrong(entry.at, `status must be a whole number from 200 to 599`);
    } else if (entry.key === "headers") {
      for (const header of yaml.of(entry.value, "headers", entry.at, null)) {
        const text = yaml.text(header);
        if (text === null) continue;
        if (/^[!#$%&'*+.^_`|~\w-]+$/.test(header.key) && /^[\t\x20-\x7e]*$/.test(text)) {
          headers.push([header.key, text]);
        } else yaml.wrong(header.at, `${header.key} is no header that can be sent`);
      }
    } else {
      isJson = isMap(entry.value) || isSeq(entry.value);
      const plain = yaml.plain(entry.value);
      body = typeof plain === "string" ? plain : JSON.stringify(plain);
    }
  }
  const hasType = headers.some(([name]) => name.toLowerCase() === "content-type");
  const type = isJson ? "application/json" : "text/plain; charset=utf-8";
  return { status, headers: hasType ? headers : [["Content-Type", type], ...headers], body };
}
