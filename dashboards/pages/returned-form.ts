/** A form that came back: what was written, and what is wrong with it. */
export interface ReturnedForm {
  /** Id of the form on its page: `move-acting`, `action-plan`, `action-done-A1`, `edit`, `comment`. */
  readonly form: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problem: string;
  /** Field name → what is wrong with it. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What came back of one form; null: it was another one. */
export function returnedTo(form: string, returned: ReturnedForm | null): ReturnedForm | null {
  return returned?.form === form ? returned : null;
}
