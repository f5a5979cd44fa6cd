const labels = {
  type: "object",
  propertyNames: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]*$" },
  additionalProperties: { type: "string", minLength: 1 },
};

/** The body of `POST /api/v2/alerts`. */
export const ALERTMANAGER_ALERTS = {
  type: "array",
  minItems: 1,
  items: {
    type: "object",
    additionalProperties: false,
    required: ["labels", "startsAt", "endsAt"],
    properties: {
      startsAt: { type: "string", format: "instant" },
      endsAt: { type: "string", format: "instant" },
      generatorURL: { type: "string", format: "web" },
      annotations: labels,
      labels: { ...labels, required: ["alertname"] },
    },
  },
};
