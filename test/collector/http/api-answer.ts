import type { HttpBench } from "./http-bench.ts";

/** A read as a viewer. */
export async function get(
  bench: HttpBench,
  path: string,
): Promise<{ status: number; body: unknown }> {
  const answer = await bench.request(path, { key: bench.keys.viewer });
  return { status: answer.status, body: await answer.json() };
}

/** Status and detail of a problem, as a person reads it. */
export async function detail(bench: HttpBench, path: string): Promise<string> {
  const { status, body } = await get(bench, path);
  return `${status} ${(body as { detail: string }).detail}`;
}
