import type { Nonconformity, RecordPage } from "@tiltmeter/rules";

/** More records of one system or control than this are read from the register, page by page. */
export const RECORDS_MAX = 200;

/** The records of a page; none where there is no such page. */
export function recordsOf(page: RecordPage | null): readonly Nonconformity[] {
  return page?.items ?? [];
}
