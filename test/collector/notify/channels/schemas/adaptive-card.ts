/** What Teams takes of a message, in bytes. */
export const TEAMS_BYTES_MAX = 28 * 1024;

const richText = {
  type: "object",
  additionalProperties: false,
  required: ["type", "inlines"],
  properties: {
    type: { const: "RichTextBlock" },
    spacing: { enum: ["default", "none", "small", "medium", "large", "extraLarge", "padding"] },
    inlines: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["type", "text"],
        properties: {
          type: { const: "TextRun" },
          text: { type: "string" },
          color: {
            enum: ["default", "dark", "light", "accent", "good", "warning", "attention"],
          },
          size: { enum: ["default", "small", "medium", "large", "extraLarge"] },
          weight: { enum: ["default", "lighter", "bolder"] },
          isSubtle: { type: "boolean" },
        },
      },
    },
  },
};

const card = {
  type: "object",
  additionalProperties: false,
  required: ["type", "version", "body"],
  properties: {
    $schema: { const: "http://adaptivecards.io/schemas/adaptive-card.json" },
    type: { const: "AdaptiveCard" },
    version: { enum: ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"] },
    fallbackText: { type: "string" },
    body: { type: "array", items: richText },
    actions: {
      type: "array",
      maxItems: 6,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["type", "url"],
        properties: {
          type: { const: "Action.OpenUrl" },
          title: { type: "string", minLength: 1 },
          url: { type: "string", format: "web" },
        },
      },
    },
  },
};

/** What a workflow of Teams takes. */
export const TEAMS_MESSAGE = {
  type: "object",
  additionalProperties: false,
  required: ["type", "attachments"],
  properties: {
    type: { const: "message" },
    attachments: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["contentType", "content"],
        properties: {
          contentType: { const: "application/vnd.microsoft.card.adaptive" },
          contentUrl: { type: "null" },
          content: card,
        },
      },
    },
  },
};
