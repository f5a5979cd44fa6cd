/** Who sent a record: the OTLP resource, reduced to what the product uses. */
export interface Origin {
  readonly system: string;
  readonly systemVersion: string;
  readonly environment: string;
  /** One per process; `""` for a plain OpenTelemetry client. */
  readonly producer: string;
}
