/**
 * What was handed to us, by users or by a collector, is no such thing. Its words name the thing and the rule, and of the value only its kind: they
 * are told on the console, where no value may stand.
 */
export class InputError extends TypeError {}
