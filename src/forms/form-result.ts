import type { z } from 'zod';
import type { TextValues } from '../language/translator.js';
import { withDays } from './fields.js';

/** What is wrong with a field: the name of its text (`address:enterCity`) and the text's values. */
export interface FieldError {
  readonly field: string;
  readonly key: string;
  readonly values: TextValues;
}

/** What a form's page shows: what was typed, and what is wrong with it. Texts and lists of ticked values, never a password or a file. */
export interface FormState {
  readonly values: Readonly<Record<string, string | string[]>>;
  readonly errors: readonly FieldError[];
}

export type FormResult<Value> = { ok: true; value: Value } | { ok: false; form: FormState };

export const EMPTY_FORM: FormState = { values: {}, errors: [] };

/** A page's first view, filled with what is known already. */
export const filledForm = (values: Record<string, string | string[] | number | null | undefined>): FormState => ({
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : value === null || value === undefined ? '' : String(value),
    ]),
  ),
  errors: [],
});

/**
 * Judges what was sent against a schema whose messages are names of texts; `params` of a custom issue become the text's values.
 * One error a field: the first. Nothing is lost: the typed values come back with the errors.
 */
export function readForm<Schema extends z.ZodType>(schema: Schema, body: unknown): FormResult<z.output<Schema>> {
  const typed = typedValues(body);
  const parsed = schema.safeParse(withDays(typed));
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = new Map<string, FieldError>();
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    const values = 'params' in issue && issue.params ? (issue.params as TextValues) : {};
    if (!errors.has(field)) errors.set(field, { field, key: issue.message, values });
  }
  return { ok: false, form: refill(typed, [...errors.values()]) };
}

/** The same page again with errors that only the service could know. */
export const refused = (body: unknown, ...errors: FieldError[]): FormState => refill(typedValues(body), errors);

export const fieldError = (field: string, key: string, values: TextValues = {}): FieldError => ({ field, key, values });

const SECRET = /password|oneTimeCode|recoveryCode/i;

const refill = (typed: Record<string, string | string[]>, errors: FieldError[]): FormState => ({ values: keepable(typed), errors });

/** Everything but what must be typed again: passwords and codes never travel back to a page. */
export function keepable(typed: Record<string, string | string[]>): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !SECRET.test(name) && !name.startsWith('_')));
}

/** Only texts and lists of texts; whatever else was sent does not exist for us. */
export function typedValues(body: unknown): Record<string, string | string[]> {
  if (typeof body !== 'object' || body === null) return {};
  const typed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string') typed[name] = value;
    else if (Array.isArray(value)) typed[name] = value.filter((entry) => typeof entry === 'string');
  }
  return typed;
}
