import type Handlebars from 'handlebars';
import type { FieldError, FormState } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { type Html, html, raw } from './html.js';
import { sign } from './signs.js';

/** What the helpers read of the page that is being shown. */
export interface PageRoot {
  language: Language;
  form: FormState | null;
  csrfToken: string;
  /** This page is filled in with what was sent after its session had ended. */
  kept: string | null;
  words: (key: string, values?: Record<string, string | number>) => string;
}

export const rootOf = (options: Handlebars.HelperOptions): PageRoot => (options.data as { root: PageRoot }).root;
export const formOf = (options: Handlebars.HelperOptions): FormState => {
  const { form } = rootOf(options);
  if (!form) throw new Error('a field stands on a page that was given no form');
  return form;
};
export const typedValueOf = (options: Handlebars.HelperOptions, name: string): string => {
  const value = formOf(options).values[name];
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
};
export const valuesOf = (options: Handlebars.HelperOptions, name: string): string[] => {
  const value = formOf(options).values[name];
  return Array.isArray(value) ? value : value ? [value] : [];
};
export const errorOf = (options: Handlebars.HelperOptions, name: string): FieldError | undefined =>
  formOf(options).errors.find(({ field }) => field === name);

export interface Hash {
  label?: string;
  hint?: string | Html;
  autocomplete?: string;
  width?: string;
  type?: string;
  inputmode?: string;
  lang?: string;
  rows?: number;
  accept?: string;
  spellcheck?: string;
  capitals?: string;
  value?: string;
  options?: Choice[];
  legend?: string | Html;
  dir?: string;
  max?: number;
}

/** One of a group: its value, its words, and a hint. */
export interface Choice {
  value: string;
  text: string;
  hint?: string;
  lang?: string;
}

export const need = (text: string | undefined, what: string): string => {
  if (!text) throw new Error(`a field needs ${what}`);
  return text;
};

/** The parts every field shares: hint, error (the same words as in the summary), and the ids that link them to the input. */
export function parts(options: Handlebars.HelperOptions, name: string, hint: string | Html | undefined) {
  const { words } = rootOf(options);
  const error = errorOf(options, name);
  const hintId = hint ? `${name}-hint` : '';
  const errorId = error ? `${name}-error` : '';
  return {
    bad: Boolean(error),
    describedby: `${errorId} ${hintId}`.trim(),
    hint: hint ? html`<p class="hint" id="${hintId}">${hint}</p>` : raw(''),
    error: error
      ? html`<p class="err" id="${errorId}">${sign('wrong')}<span class="vh">${words('forms:errorPrefix')} </span>${words(error.key, error.values)}</p>`
      : raw(''),
  };
}
