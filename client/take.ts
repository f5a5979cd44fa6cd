import { Problem } from "./problem.ts";

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * What was answered, where it is a success: `await take(client.GET("/api/v1/systems"))`.
 *
 * Throws `Problem` for any other answer, and what `fetch` does where nobody answers.
 */
export async function take<Data>(answer: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new Problem(response, error);
  return data as NonNullable<Data>; // a success has the data of its route
}
