import type { ImportKind } from "./import-fields.ts";

const PREDICTIONS = `# What the columns of a file of predictions mean.
#   tiltmeter import predictions FILE --map this-file.yaml --dry-run
# A field is the same for all rows (system: credit-scoring) or taken from a column ({ column: NAME }).

system: credit-scoring                # or { column: system }
# environment: production
# system_version: "2026.11"

id: { column: application_id }        # without it, rows are named after the file and their place
time: { column: scored_at }           # ISO 8601; a time without a zone is UTC
# time: { column: scored_at, zone: Europe/Berlin }
# time: { column: timestamp, format: epoch_ms }        # or epoch_s

model:
  name: xgb
  version: { column: model_version }
  # supplier: in-house

label: { column: decision }           # what was predicted
# label: { column: decision, values: { 0: deny, 1: approve } }
score: { column: probability }        # of the label, 0 to 1
# score: { column: percent, scale: 0.01 }
# value: { column: predicted_price }  # of a regression
# latency: { column: ms, scale: 0.001 }                # in seconds
# task: classification
# status: { column: status }          # ok or error
# error_type: { column: error }
# subject: { column: customer }

features: "*"                         # every column that is not used above
# features: [income, age]
# features: { columns: "*", exclude: [notes], text: [postcode] }
segment: [region]                     # or { age_band: column_name }
`;

const OUTCOMES = `# What the columns of a file of outcomes mean.
#   tiltmeter import outcomes FILE --map this-file.yaml --dry-run
# A field is the same for all rows (system: credit-scoring) or taken from a column ({ column: NAME }).

system: credit-scoring                # as in the predictions
id: { column: application_id }        # the id of the prediction
time: { column: observed_at }         # when the outcome was known
# time: { column: timestamp, format: epoch_s }         # or epoch_ms; zone: Europe/Berlin for ISO 8601
label: { column: defaulted, values: { 0: approve, 1: deny } }   # in the words of the predictions
# value: { column: sale_price }       # of a regression
# source: back-office
`;

/** A mapping file to begin with. */
export function exampleMapping(kind: ImportKind): string {
  return kind === "predictions" ? PREDICTIONS : OUTCOMES;
}
