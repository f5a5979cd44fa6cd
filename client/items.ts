import type { paths } from "./api.ts";
import type { TiltmeterClient } from "./create-client.ts";
import { take } from "./take.ts";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

type Listed<Path extends keyof paths> = paths[Path] extends {
  readonly get: {
    readonly responses: {
      readonly 200: { readonly content: { readonly "application/json": Page<infer Item> } };
    };
  };
}
  ? Item
  : never;

/** Paths that answer a list. */
export type ListPath = {
  [Path in keyof paths]: [Listed<Path>] extends [never] ? never : Path;
}[keyof paths];

/** One item of such a list. */
export type ItemOf<Path extends ListPath> = Listed<Path>;

type Parameters<Path extends ListPath> = paths[Path] extends {
  readonly get: { readonly parameters: infer Asked };
}
  ? Omit<Asked, "header" | "cookie">
  : never;

/**
 * Every item of a list, page by page as they are taken:
 * `for await (const record of items(client, "/api/v1/nonconformities", { query: { state: "open" } }))`.
 *
 * Items that come meanwhile shift nothing, and none is given twice. Throws as `take` does.
 */
export async function* items<Path extends ListPath>(
  client: TiltmeterClient,
  path: Path,
  asked?: Parameters<Path>,
): AsyncGenerator<ItemOf<Path>, void, undefined> {
  const { query, ...rest }: { readonly query?: object } = asked ?? {};
  // Which parameters a path takes is checked above; here any path is asked, with a cursor beside them.
  const get = client.GET as (
    path: string,
    init: object,
  ) => Promise<{ data?: Page<ItemOf<Path>>; response: Response }>;
  for (let cursor: string | null = null; ; ) {
    const params = { ...rest, query: { ...query, ...(cursor === null ? {} : { cursor }) } };
    const page: Page<ItemOf<Path>> = await take(get(path, { params }));
    yield* page.items;
    cursor = page.next;
    if (cursor === null) return;
  }
}
