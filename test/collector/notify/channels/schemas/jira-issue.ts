/** Of a description or a comment: a document where the API is v3, wiki text where it is v2. */
const body = (api: 2 | 3) =>
  api === 3 ? { $ref: "adf" } : { type: "string", minLength: 1, maxLength: 32_767 };

/** The body of `POST /rest/api/{2,3}/issue`: of what `IssueUpdateDetails` has, `fields` alone. */
export const jiraIssue = (api: 2 | 3) => ({
  type: "object",
  additionalProperties: false,
  required: ["fields"],
  properties: {
    fields: {
      type: "object",
      required: ["project", "issuetype", "summary", "description", "labels"],
      properties: {
        project: { type: "object", required: ["key"], properties: { key: { type: "string" } } },
        issuetype: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
        // One line.
        summary: { type: "string", minLength: 1, maxLength: 255, pattern: "^[^\\r\\n]*$" },
        description: body(api),
        labels: { type: "array", items: { type: "string", pattern: "^\\S{1,255}$" } },
      },
    },
  },
});

/** The body of `POST …/issue/KEY/comment`: of what `Comment` has, `body` alone. */
export const jiraComment = (api: 2 | 3) => ({
  type: "object",
  additionalProperties: false,
  required: ["body"],
  properties: { body: body(api) },
});

/** The body of `POST …/issue/KEY/transitions`: of what `IssueTransition` has, its `id` alone, a string. */
export const JIRA_TRANSITION = {
  type: "object",
  additionalProperties: false,
  required: ["transition"],
  properties: {
    transition: {
      type: "object",
      additionalProperties: false,
      required: ["id"],
      properties: { id: { type: "string", pattern: "^\\d+$" } },
    },
  },
};

/** The body of `POST /rest/api/3/search/jql` (`SearchAndReconcileRequestBean`) and `POST /rest/api/2/search` (`SearchRequestBean`). */
export const JIRA_SEARCH = {
  type: "object",
  // Both refuse what they do not know; of what both know, what is used.
  additionalProperties: false,
  required: ["jql", "fields"],
  properties: {
    // A restriction before the order: a query without one is refused.
    jql: { type: "string", pattern: "^[^\\s].*= .* ORDER BY " },
    maxResults: { type: "integer", minimum: 1, maximum: 5000 },
    fields: { type: "array", items: { type: "string" } },
  },
};
