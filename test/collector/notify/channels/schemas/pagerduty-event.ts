const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });

/** The body of `POST /v2/enqueue`. */
export const PAGERDUTY_EVENT = {
  type: "object",
  additionalProperties: false,
  required: ["routing_key", "event_action", "dedup_key"],
  properties: {
    routing_key: { type: "string", pattern: "^[A-Za-z0-9]{32}$" },
    event_action: { enum: ["trigger", "acknowledge", "resolve"] },
    dedup_key: text(255),
    client: text(255),
    client_url: { type: "string", format: "web" },
    links: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["href"],
        properties: { href: { type: "string", format: "web" }, text: text(255) },
      },
    },
    payload: {
      type: "object",
      additionalProperties: false,
      required: ["summary", "severity", "source"],
      properties: {
        summary: text(1024),
        timestamp: { type: "string", format: "instant" },
        severity: { enum: ["critical", "error", "warning", "info"] },
        source: text(1024),
        component: text(1024),
        group: text(1024),
        class: text(1024),
        custom_details: { type: "object", additionalProperties: { type: "string" } },
      },
    },
  },
  if: { properties: { event_action: { const: "trigger" } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ["payload"] },
};

/** A whole event may have so many bytes. */
export const PAGERDUTY_BYTES_MAX = 512 * 1000;
