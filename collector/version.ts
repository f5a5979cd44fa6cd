/** Version of the collector, as in its package. */
export const VERSION: string = "0.1.0";
