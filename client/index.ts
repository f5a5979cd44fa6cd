export type { components, operations, paths } from "./api.ts";
export { changeRecord, type RecordChange } from "./change-record.ts";
export { createClient, type TiltmeterClient } from "./create-client.ts";
export { type ItemOf, items, type ListPath } from "./items.ts";
export { Problem, type ProblemDocument } from "./problem.ts";
export { take } from "./take.ts";
