const block = {
  anyOf: [
    {
      type: "object",
      additionalProperties: false,
      required: ["type", "text"],
      properties: {
        type: { const: "section" },
        text: {
          type: "object",
          additionalProperties: false,
          required: ["type", "text", "verbatim"],
          properties: {
            type: { const: "mrkdwn" },
            text: { type: "string", minLength: 1, maxLength: 3000 },
            verbatim: { const: true },
          },
        },
      },
    },
  ],
};

const properties = {
  text: { type: "string", minLength: 1, maxLength: 4000 },
  blocks: { type: "array", minItems: 1, maxItems: 50, items: block },
  unfurl_links: { const: false },
  unfurl_media: { const: false },
  link_names: { const: false },
};

/** The body of an incoming webhook. */
export const SLACK_WEBHOOK = {
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
};

/** The body of `chat.postMessage`. */
export const SLACK_POST = {
  ...SLACK_WEBHOOK,
  required: [...SLACK_WEBHOOK.required, "parse", "channel"],
  properties: {
    ...properties,
    parse: { const: "none" },
    channel: { type: "string", minLength: 1 },
    thread_ts: { type: "string", pattern: "^\\d+\\.\\d+$" },
  },
};
