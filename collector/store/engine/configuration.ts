import { totalmem } from "node:os";

const MEBIBYTE = 1_048_576;

/**
 * The engine's configuration file. Its defaults are a server's: 90 % of memory, 5 GB of caches.
 *
 * Half of the machine's memory at most, never above 4 GiB: the collector's own heap and the page
 * cache need the rest. It leaves `keepFreeBytes` of the disk to others: inserts and merges that would take
 * of them fail (code 243) before a byte is written. No system log table is configured, so none is written.
 */
export function engineConfiguration(
  memoryBytes: number = totalmem(),
  keepFreeBytes: number = 0,
): string {
  const limit = Math.min(4096 * MEBIBYTE, Math.max(512 * MEBIBYTE, Math.floor(memoryBytes / 2)));
  return `<clickhouse>
  <timezone>UTC</timezone>
  <logger><level>error</level><console>0</console></logger>
  <max_server_memory_usage>${limit}</max_server_memory_usage>
  <mark_cache_size>${64 * MEBIBYTE}</mark_cache_size>
  <index_mark_cache_size>${16 * MEBIBYTE}</index_mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_uncompressed_cache_size>0</index_uncompressed_cache_size>
  <mmap_cache_size>0</mmap_cache_size>
  <max_thread_pool_size>256</max_thread_pool_size>
  <!-- Three merges at once, two of them large ones (below): each takes up to 80 MiB, whatever its size. -->
  <background_pool_size>3</background_pool_size>
  <background_merges_mutations_concurrency_ratio>1</background_merges_mutations_concurrency_ratio>
  <background_move_pool_size>1</background_move_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <storage_configuration>
    <disks><default><keep_free_space_bytes>${keepFreeBytes}</keep_free_space_bytes></default></disks>
  </storage_configuration>
  <merge_tree>
    <!-- What was merged is removed after a minute and a half, so what it was merged into must be on the disk, and looked at: merged-parts.ts. -->
    <old_parts_lifetime>90</old_parts_lifetime>
    <min_rows_to_fsync_after_merge>1</min_rows_to_fsync_after_merge>
    <!-- Twelve parts of a size before they are merged, not five: a third less work where rows stream in; old parts are merged all the same. -->
    <merge_selector_base>12</merge_selector_base>
    <!-- What a merge takes grows with the parts that it reads; and where it reads column by column, features take half, and less time. -->
    <max_parts_to_merge_at_once>14</max_parts_to_merge_at_once>
    <vertical_merge_algorithm_min_columns_to_activate>1</vertical_merge_algorithm_min_columns_to_activate>
    <!-- How often a table looks for parts to remove: an erasure waits for it, minutes otherwise. -->
    <cleanup_delay_period>2</cleanup_delay_period>
    <cleanup_delay_period_random_add>1</cleanup_delay_period_random_add>
    <max_cleanup_delay_period>5</max_cleanup_delay_period>
    <!-- Reserves of a pool of 32: with a pool of 3 the engine would never start a mutation. -->
    <number_of_free_entries_in_pool_to_execute_mutation>2</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>2</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>2</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
</clickhouse>
`;
}
