import { type Finding, lint, type Remark } from "@tiltmeter/rules";
import { readSystemsFile } from "../acts/systems.ts";
import type { Config } from "../config.ts";
import { libraryFiles, loadFrameworks } from "../wiring/shipped.ts";
import { ZONES } from "../zones.ts";
import { type CheckedFile, checkFile } from "./control-files.ts";

/**
 * What is doubtful about checked files, as findings at their controls; and what is wrong between files.
 *
 * With a configuration they are judged beside the library, for the systems that it declares.
 */
export async function doubts(
  checked: readonly CheckedFile[],
  config: Config | null,
): Promise<readonly Finding[]> {
  const clauses = new Set(
    (await loadFrameworks()).flatMap(({ id, clauses: of }) => of.map((each) => `${id} ${each.id}`)),
  );
  const own = new Set(checked.flatMap(({ controls }) => controls.map(({ id }) => id)));
  const hasClause = (framework: string, id: string): boolean => clauses.has(`${framework} ${id}`);
  const library =
    config === null || config.library === "off"
      ? []
      : await Promise.all((await libraryFiles()).map(checkFile));
  const shipped = library.flatMap(({ controls }) => controls).filter(({ id }) => !own.has(id));
  const remarks = lint(
    {
      controls: [...checked.flatMap(({ controls }) => controls), ...shipped],
      maintenance: checked.flatMap(({ maintenance }) => maintenance),
    },
    { hasClause, ...(config === null ? {} : { systems: await systemsOf(config) }) },
  );
  return [
    ...repeated(checked),
    ...remarks
      .filter(({ control }) => control === null || own.has(control))
      .map((remark) => finding(remark, checked)),
  ];
}

function systemsOf({ systems, systemsFile }: Config): Promise<Config["systems"]> {
  return systemsFile === null ? Promise.resolve(systems) : readSystemsFile(systemsFile, ZONES);
}

function finding(
  { control, code, message, fix }: Remark,
  checked: readonly CheckedFile[],
): Finding {
  const of = { code, message, fix, severity: "warning" } as const;
  const file = checked.find(({ places }) => control !== null && places.has(control));
  const place = file?.places.get(control ?? "");
  if (file !== undefined && place !== undefined) return { file: file.file, ...place, ...of };
  return { file: checked[0]?.file ?? "", line: 1, column: 1, ...of };
}

/** An id names one control, whichever file it stands in. */
function repeated(checked: readonly CheckedFile[]): readonly Finding[] {
  const seen = new Map<string, string>();
  return checked.flatMap(({ file, places }) =>
    [...places].flatMap(([id, place]): readonly Finding[] => {
      const before = seen.get(id);
      seen.set(id, before ?? file);
      if (before === undefined || before === file) return [];
      return [
        {
          file,
          ...place,
          code: "duplicate-id",
          severity: "error",
          message: `${id} stands in ${before}, too, and an id names one control`,
          fix: "rename one of them",
        },
      ];
    }),
  );
}
