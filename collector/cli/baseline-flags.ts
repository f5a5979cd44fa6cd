import type { TableFormat } from "../tables/table-format.ts";
import type { TimeFormat } from "./import-mapping.ts";
import type { ReachingFlags } from "./reaching-flags.ts";

/** What `baseline create` is told. */
export interface CreateFlags extends ReachingFlags {
  readonly system: string;
  readonly name: string;
  readonly file?: string;
  readonly inputFormat?: TableFormat;
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  readonly categorical?: readonly string[];
  readonly text?: readonly string[];
  readonly label?: string;
  readonly score?: string;
  readonly truth?: string;
  readonly time?: string;
  readonly timeFormat: TimeFormat;
  readonly zone: string;
  readonly from?: string;
  readonly to?: string;
  readonly rolling?: readonly [days: number, everyDays: number];
  readonly seasonal?: "hour_of_week";
  readonly overrideRate?: number;
  readonly errorRate?: number;
  readonly accuracy?: number;
}
