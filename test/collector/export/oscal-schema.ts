// The JSON schemas of OSCAL for the four models that are exported, transcribed by hand from the official
// ones (usnistgov/OSCAL, public domain) of 1.2.1, whose file is a release asset; 1.2.2 differs from it in the
// two integer types, which are those of 1.2.2 here. Every object of a kind that we write has all of its
// properties, its required ones, and no others; of what we never write the inside is not described.

type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const list = (of: Schema): Schema => ({ type: "array", minItems: 1, items: of });
const object = (properties: Readonly<Record<string, Schema>>, ...required: string[]): Schema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const oneOf = (of: Schema, ...values: string[]): Schema => ({ allOf: [of, { enum: values }] });
const STRING = ref("String");
const TOKEN = ref("Token");
const UUID = ref("UUID");
const LINE = ref("MarkupLine");
const PROSE = ref("MarkupMultiline");
const DATE_TIME = ref("DateTime");
const URI = ref("URI");
const REFERENCE = ref("URIReference");
/** Not written by us. */
const UNUSED: Schema = {};
const COMMON = { props: list(ref("property")), links: list(ref("link")), remarks: PROSE };

const definitions: Readonly<Record<string, Schema>> = {
  String: { type: "string", pattern: "^\\S(.*\\S)?$" },
  Token: { type: "string", pattern: "^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$" },
  UUID: {
    type: "string",
    pattern:
      "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$",
  },
  MarkupLine: { type: "string", pattern: "^[^\\n]+$" },
  MarkupMultiline: { type: "string" },
  DateTime: {
    type: "string",
    pattern:
      "^(((2000|2400|2800|(19|2[0-9](0[48]|[2468][048]|[13579][26])))-02-29)|(((19|2[0-9])[0-9]{2})-02-(0[1-9]|1[0-9]|2[0-8]))|(((19|2[0-9])[0-9]{2})-(0[13578]|10|12)-(0[1-9]|[12][0-9]|3[01]))|(((19|2[0-9])[0-9]{2})-(0[469]|11)-(0[1-9]|[12][0-9]|30)))T(2[0-3]|[01][0-9]):([0-5][0-9]):([0-5][0-9])(\\.[0-9]+)?(Z|(-((0[0-9]|1[0-2]):00|0[39]:30)|\\+((0[0-9]|1[0-4]):00|(0[34569]|10):30|(0[58]|12):45)))$",
  },
  URI: { type: "string", pattern: "^[a-zA-Z][a-zA-Z0-9+\\-.]+:.+$" },
  URIReference: { type: "string", pattern: '^[^\\s<>\\\\^`{|}"]*$' },
  PositiveInteger: { type: "integer", minimum: 1 },
  metadata: object(
    {
      title: LINE,
      published: DATE_TIME,
      "last-modified": DATE_TIME,
      version: STRING,
      "oscal-version": STRING,
      revisions: UNUSED,
      "document-ids": UNUSED,
      roles: list(
        object(
          { id: TOKEN, title: LINE, "short-name": STRING, description: PROSE, ...COMMON },
          "id",
          "title",
        ),
      ),
      locations: UNUSED,
      parties: list(
        object({
          uuid: UUID,
          type: oneOf(STRING, "person", "organization"),
          name: STRING,
          "short-name": STRING,
          "external-ids": UNUSED,
          "email-addresses": UNUSED,
          "telephone-numbers": UNUSED,
          addresses: UNUSED,
          "member-of-organizations": list(UUID),
          ...COMMON,
        }),
      ),
      "responsible-parties": list(ref("responsible-party")),
      actions: UNUSED,
      ...COMMON,
    },
    "title",
    "last-modified",
    "version",
    "oscal-version",
  ),
  property: object(
    { name: TOKEN, uuid: UUID, ns: URI, value: STRING, class: TOKEN, group: TOKEN, remarks: PROSE },
    "name",
    "value",
  ),
  link: object(
    { href: REFERENCE, rel: TOKEN, "media-type": STRING, "resource-fragment": STRING, text: LINE },
    "href",
  ),
  "responsible-party": object(
    { "role-id": TOKEN, "party-uuids": list(UUID), ...COMMON },
    "role-id",
    "party-uuids",
  ),
  "back-matter": object({
    resources: list(
      object(
        {
          uuid: UUID,
          title: LINE,
          description: PROSE,
          props: COMMON.props,
          "document-ids": UNUSED,
          citation: UNUSED,
          rlinks: list(object({ href: REFERENCE, "media-type": STRING, hashes: UNUSED }, "href")),
          base64: UNUSED,
          remarks: PROSE,
        },
        "uuid",
      ),
    ),
  }),
  part: object(
    {
      id: TOKEN,
      name: TOKEN,
      ns: URI,
      class: TOKEN,
      title: LINE,
      props: COMMON.props,
      prose: PROSE,
      parts: UNUSED,
      links: COMMON.links,
    },
    "name",
  ),
  component: object(
    {
      uuid: UUID,
      type: STRING,
      title: LINE,
      description: PROSE,
      purpose: LINE,
      status: object(
        {
          state: oneOf(TOKEN, "under-development", "operational", "disposition", "other"),
          remarks: PROSE,
        },
        "state",
      ),
      "responsible-roles": UNUSED,
      protocols: UNUSED,
      ...COMMON,
    },
    "uuid",
    "type",
    "title",
    "description",
    "status",
  ),
  "import-ssp": object({ href: REFERENCE, remarks: PROSE }, "href"),
  "local-objective": object(
    { "control-id": TOKEN, description: PROSE, parts: list(ref("part")), ...COMMON },
    "control-id",
    "parts",
  ),
  activity: object(
    {
      uuid: UUID,
      title: LINE,
      description: PROSE,
      steps: UNUSED,
      "related-controls": ref("reviewed-controls"),
      "responsible-roles": UNUSED,
      ...COMMON,
    },
    "uuid",
    "description",
  ),
  task: object(
    {
      uuid: UUID,
      type: TOKEN,
      title: LINE,
      description: PROSE,
      timing: {
        type: "object",
        anyOf: [
          object({ "on-date": UNUSED }, "on-date"),
          object({ "within-date-range": UNUSED }, "within-date-range"),
          object(
            {
              "at-frequency": object(
                {
                  period: ref("PositiveInteger"),
                  unit: oneOf(STRING, "seconds", "minutes", "hours", "days", "months", "years"),
                  remarks: PROSE,
                },
                "period",
                "unit",
              ),
            },
            "at-frequency",
          ),
        ],
      },
      dependencies: UNUSED,
      tasks: UNUSED,
      "associated-activities": list(
        object(
          {
            "activity-uuid": UUID,
            "responsible-roles": UNUSED,
            subjects: list(ref("subject")),
            ...COMMON,
          },
          "activity-uuid",
          "subjects",
        ),
      ),
      subjects: list(ref("subject")),
      "responsible-roles": UNUSED,
      ...COMMON,
    },
    "uuid",
    "type",
    "title",
  ),
  "reviewed-controls": object(
    {
      description: PROSE,
      "control-selections": list({
        type: "object",
        anyOf: [
          object(
            {
              description: PROSE,
              "include-all": object({}),
              "exclude-controls": UNUSED,
              ...COMMON,
            },
            "include-all",
          ),
          object(
            {
              description: PROSE,
              "include-controls": list(
                object({ "control-id": TOKEN, "statement-ids": list(TOKEN) }, "control-id"),
              ),
              "exclude-controls": UNUSED,
              ...COMMON,
            },
            "include-controls",
          ),
        ],
      }),
      "control-objective-selections": UNUSED,
      ...COMMON,
    },
    "control-selections",
  ),
  subject: {
    type: "object",
    anyOf: [
      object(
        {
          type: TOKEN,
          description: PROSE,
          "include-all": object({}),
          "exclude-subjects": UNUSED,
          ...COMMON,
        },
        "include-all",
      ),
      object(
        {
          type: TOKEN,
          description: PROSE,
          "include-subjects": list(
            object({ "subject-uuid": UUID, type: TOKEN, ...COMMON }, "subject-uuid", "type"),
          ),
          "exclude-subjects": UNUSED,
          ...COMMON,
        },
        "include-subjects",
      ),
    ],
  },
  assets: object(
    {
      components: list(ref("component")),
      "assessment-platforms": list(
        object(
          {
            uuid: UUID,
            title: LINE,
            "uses-components": list(
              object(
                { "component-uuid": UUID, "responsible-parties": UNUSED, ...COMMON },
                "component-uuid",
              ),
            ),
            ...COMMON,
          },
          "uuid",
        ),
      ),
    },
    "assessment-platforms",
  ),
  origin: object(
    {
      actors: list(
        object(
          {
            type: oneOf(TOKEN, "tool", "assessment-platform", "party"),
            "actor-uuid": UUID,
            "role-id": TOKEN,
            props: COMMON.props,
            links: COMMON.links,
          },
          "type",
          "actor-uuid",
        ),
      ),
      "related-tasks": UNUSED,
    },
    "actors",
  ),
  observation: object(
    {
      uuid: UUID,
      title: LINE,
      description: PROSE,
      methods: list(STRING),
      types: list(TOKEN),
      origins: list(ref("origin")),
      subjects: list(
        object(
          { "subject-uuid": UUID, type: TOKEN, title: LINE, ...COMMON },
          "subject-uuid",
          "type",
        ),
      ),
      "relevant-evidence": list(
        object({ href: REFERENCE, description: PROSE, ...COMMON }, "description"),
      ),
      collected: DATE_TIME,
      expires: DATE_TIME,
      ...COMMON,
    },
    "uuid",
    "description",
    "methods",
    "collected",
  ),
  "related-observation": object({ "observation-uuid": UUID, remarks: PROSE }, "observation-uuid"),
  "related-risk": object({ "risk-uuid": UUID, remarks: PROSE }, "risk-uuid"),
  finding: object(
    {
      uuid: UUID,
      title: LINE,
      description: PROSE,
      origins: list(ref("origin")),
      target: object(
        {
          type: oneOf(STRING, "statement-id", "objective-id"),
          "target-id": TOKEN,
          title: LINE,
          description: PROSE,
          status: object(
            { state: oneOf(TOKEN, "satisfied", "not-satisfied"), reason: TOKEN, remarks: PROSE },
            "state",
          ),
          "implementation-status": UNUSED,
          ...COMMON,
        },
        "type",
        "target-id",
        "status",
      ),
      "implementation-statement-uuid": UUID,
      "related-observations": list(ref("related-observation")),
      "related-risks": list(ref("related-risk")),
      ...COMMON,
    },
    "uuid",
    "title",
    "description",
    "target",
  ),
  risk: object(
    {
      uuid: UUID,
      title: LINE,
      description: PROSE,
      statement: PROSE,
      status: TOKEN,
      origins: list(ref("origin")),
      "threat-ids": UNUSED,
      characterizations: UNUSED,
      "mitigating-factors": UNUSED,
      deadline: DATE_TIME,
      remediations: list(
        object(
          {
            uuid: UUID,
            lifecycle: TOKEN,
            title: LINE,
            description: PROSE,
            origins: list(ref("origin")),
            "required-assets": UNUSED,
            tasks: UNUSED,
            ...COMMON,
          },
          "uuid",
          "lifecycle",
          "title",
          "description",
        ),
      ),
      "risk-log": object(
        {
          entries: list(
            object(
              {
                uuid: UUID,
                title: LINE,
                description: PROSE,
                start: DATE_TIME,
                end: DATE_TIME,
                "logged-by": UNUSED,
                "status-change": TOKEN,
                "related-responses": UNUSED,
                ...COMMON,
              },
              "uuid",
              "start",
            ),
          ),
        },
        "entries",
      ),
      "related-observations": list(ref("related-observation")),
      props: COMMON.props,
      links: COMMON.links,
    },
    "uuid",
    "title",
    "description",
    "statement",
    "status",
  ),
  "map-resource": object({ ns: URI, type: TOKEN, href: REFERENCE, ...COMMON }, "type", "href"),
  "map-item": object(
    { type: oneOf(TOKEN, "control", "statement"), "id-ref": STRING, ...COMMON },
    "type",
    "id-ref",
  ),
  confidence: {
    type: "object",
    anyOf: [object({ category: STRING }), object({ percentage: { type: "number" } })],
  },
  coverage: object(
    { "generation-method": STRING, "target-coverage": { type: "number" } },
    "target-coverage",
  ),
  gaps: object(
    {
      uuid: UUID,
      "unmapped-controls": list(
        object({
          "with-child-controls": oneOf(TOKEN, "yes", "no"),
          "with-ids": list(TOKEN),
          matching: UNUSED,
        }),
      ),
    },
    "uuid",
    "unmapped-controls",
  ),
  map: object(
    {
      uuid: UUID,
      ns: URI,
      "matching-rationale": ref("rationale"),
      relationship: TOKEN,
      sources: list(ref("map-item")),
      targets: list(ref("map-item")),
      qualifiers: UNUSED,
      "confidence-score": ref("confidence"),
      coverage: ref("coverage"),
      ...COMMON,
    },
    "uuid",
    "relationship",
    "sources",
    "targets",
  ),
  method: oneOf(STRING, "human", "automation", "hybrid"),
  rationale: oneOf(STRING, "syntactic", "semantic", "functional"),
  "map-status": oneOf(STRING, "complete", "not-complete", "draft", "deprecated", "superseded"),
  mapping: object(
    {
      uuid: UUID,
      method: ref("method"),
      "matching-rationale": ref("rationale"),
      status: ref("map-status"),
      "source-resource": ref("map-resource"),
      "target-resource": ref("map-resource"),
      maps: list(ref("map")),
      "mapping-description": PROSE,
      "source-gap-summary": ref("gaps"),
      "target-gap-summary": ref("gaps"),
      "confidence-score": ref("confidence"),
      coverage: ref("coverage"),
      ...COMMON,
    },
    "uuid",
    "source-resource",
    "target-resource",
    "maps",
  ),
};

const MODELS: Readonly<Record<string, Schema>> = {
  "assessment-plan": object(
    {
      uuid: UUID,
      metadata: ref("metadata"),
      "import-ssp": ref("import-ssp"),
      "local-definitions": object({
        components: list(ref("component")),
        "inventory-items": UNUSED,
        users: UNUSED,
        "objectives-and-methods": list(ref("local-objective")),
        activities: list(ref("activity")),
        remarks: PROSE,
      }),
      "terms-and-conditions": UNUSED,
      "reviewed-controls": ref("reviewed-controls"),
      "assessment-subjects": list(ref("subject")),
      "assessment-assets": ref("assets"),
      tasks: list(ref("task")),
      "back-matter": ref("back-matter"),
    },
    "uuid",
    "metadata",
    "import-ssp",
    "reviewed-controls",
  ),
  "assessment-results": object(
    {
      uuid: UUID,
      metadata: ref("metadata"),
      "import-ap": object({ href: REFERENCE, remarks: PROSE }, "href"),
      "local-definitions": object({
        "objectives-and-methods": list(ref("local-objective")),
        activities: list(ref("activity")),
        remarks: PROSE,
      }),
      results: list(
        object(
          {
            uuid: UUID,
            title: LINE,
            description: PROSE,
            start: DATE_TIME,
            end: DATE_TIME,
            "local-definitions": object({
              components: list(ref("component")),
              "inventory-items": UNUSED,
              users: UNUSED,
              "assessment-assets": ref("assets"),
              tasks: list(ref("task")),
            }),
            "reviewed-controls": ref("reviewed-controls"),
            attestations: UNUSED,
            "assessment-log": UNUSED,
            observations: list(ref("observation")),
            risks: list(ref("risk")),
            findings: list(ref("finding")),
            ...COMMON,
          },
          "uuid",
          "title",
          "description",
          "start",
          "reviewed-controls",
        ),
      ),
      "back-matter": ref("back-matter"),
    },
    "uuid",
    "metadata",
    "import-ap",
    "results",
  ),
  "plan-of-action-and-milestones": object(
    {
      uuid: UUID,
      metadata: ref("metadata"),
      "import-ssp": ref("import-ssp"),
      "system-id": object({ "identifier-type": URI, id: STRING }, "id"),
      "local-definitions": object({
        components: list(ref("component")),
        "inventory-items": UNUSED,
        "assessment-assets": ref("assets"),
        remarks: PROSE,
      }),
      observations: list(ref("observation")),
      risks: list(ref("risk")),
      findings: list(ref("finding")),
      "poam-items": list(
        object(
          {
            uuid: UUID,
            title: LINE,
            description: PROSE,
            origins: UNUSED,
            "related-findings": UNUSED,
            "related-observations": list(ref("related-observation")),
            "related-risks": list(ref("related-risk")),
            ...COMMON,
          },
          "title",
          "description",
        ),
      ),
      "back-matter": ref("back-matter"),
    },
    "uuid",
    "metadata",
    "poam-items",
  ),
  "mapping-collection": object(
    {
      uuid: UUID,
      metadata: ref("metadata"),
      provenance: object(
        {
          method: ref("method"),
          "matching-rationale": ref("rationale"),
          status: ref("map-status"),
          "confidence-score": ref("confidence"),
          coverage: ref("coverage"),
          "mapping-description": PROSE,
          "responsible-parties": list(ref("responsible-party")),
          ...COMMON,
        },
        "method",
        "matching-rationale",
        "status",
        "mapping-description",
      ),
      mappings: { anyOf: [ref("mapping"), list(ref("mapping"))] },
      "back-matter": ref("back-matter"),
    },
    "uuid",
    "metadata",
    "provenance",
    "mappings",
  ),
};

/** The schema of a document of any of the four models: one of them, alone, at its root. */
export const OSCAL_SCHEMA: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  definitions,
  oneOf: Object.entries(MODELS).map(([name, schema]) =>
    object({ $schema: REFERENCE, [name]: schema }, name),
  ),
};
