/** The thread as it is built: threads run no sources. */
export const BUILT_THREAD: URL = new URL(
  "../../../../../collector/dist/store/apply/columns/block-thread.js",
  import.meta.url,
);
