import { afterAll, beforeAll, describe } from "vitest";
import { engineInjectionTests } from "./engine-injection.ts";
import { twoScopeTests } from "./two-scopes.ts";
import { type TwoWorlds, twoWorlds } from "./two-worlds.ts";

// Over one whole collector with everything in it, since that takes longer to fill than to ask.

let world: TwoWorlds;

beforeAll(async () => {
  world = await twoWorlds();
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

describe("two parts of one organisation", () => twoScopeTests(() => world));
describe("what reaches the engine", () => engineInjectionTests(() => world));
