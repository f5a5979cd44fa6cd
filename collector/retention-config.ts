import { z } from "zod";
import { bytes } from "./limits-config.ts";
import { EVENTS_FLOOR_DAYS, RETENTION_CLASSES, type RetentionClass } from "./retention/classes.ts";

/** How long what is stored is kept: days from receipt by class; null: for as long as the data folder. */
export interface RetentionConfig {
  readonly days: Readonly<Record<string, number | null>>;
  /** By system, then by class: where it differs. */
  readonly systems: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

/** Ten years of documentation and much beyond. */
const DAYS_MAX = 36_500;

const daysOf = ({ name, floorDays, days }: RetentionClass) => {
  const why =
    floorDays === EVENTS_FLOOR_DAYS
      ? "records of a system's use are kept for six months at the least"
      : "what came in today cannot be past its time";
  return z
    .number({
      message: `${name} is a number of days, such as ${days}, or null to keep them for good`,
    })
    .int(`${name} is a whole number of days`)
    .min(floorDays, `${name} are kept for at least ${floorDays} days: ${why}`)
    .max(DAYS_MAX, `${name} are kept for at most ${DAYS_MAX} days; null keeps them for good`)
    .nullable();
};

const classes = RETENTION_CLASSES.map((each) => [each.name, daysOf(each).optional()] as const);
/** No system is told of here: refused records are of whoever, and may be of nobody. */
const ofSystems = classes.filter(([name]) => name !== "quarantine");
const system = z.strictObject(Object.fromEntries(ofSystems));
const shape = {
  ...Object.fromEntries(classes),
  systems: z.record(z.string().min(1), system).optional(),
};

/** `retention:` in the configuration. */
export const retentionFile: z.ZodType<RetentionConfig> = z
  .strictObject(shape)
  .transform(({ systems = {}, ...days }) => ({
    days: {
      ...Object.fromEntries(RETENTION_CLASSES.map((each) => [each.name, each.days])),
      ...given(days),
    },
    systems: Object.fromEntries(
      Object.entries(systems).map(([name, own]) => [name, given(own)] as const),
    ),
  }));

function given(
  of: Readonly<Record<string, number | null | undefined>>,
): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, days]) => (days === undefined ? [] : [[name, days]])),
  );
}

/** The keys that may stand there, and within a system of it. */
export const RETENTION_SHAPE: object = shape;
export const RETENTION_SYSTEM_SHAPE: object = system.shape;

/** The retention of a configuration that does not speak of it. */
export const RETENTION_DEFAULTS: RetentionConfig = retentionFile.parse({});

/** What the data may take on the disk. */
export interface StorageConfig {
  /** Bytes that the store is meant to stay below; null: as much as there is. */
  readonly budgetBytes: number | null;
}

const storageShape = {
  budget: bytes.nullable().default(null),
};

/** `storage:` in the configuration. */
export const storageFile: z.ZodType<StorageConfig> = z
  .strictObject(storageShape)
  .transform(({ budget }) => ({ budgetBytes: budget }));

/** The keys that may stand there. */
export const STORAGE_SHAPE: object = storageShape;
export const STORAGE_DEFAULTS: StorageConfig = storageFile.parse({});
