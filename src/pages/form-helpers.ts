import type Handlebars from 'handlebars';
import type { FieldError, FormState } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { attributes, type Html, html, raw } from './html.js';
import { sign } from './signs.js';

/** What the helpers read of the page that is being shown. */
export interface PageRoot {
  language: Language;
  form: FormState | null;
  csrfToken: string;
  words: (key: string, values?: Record<string, string | number>) => string;
}

const rootOf = (options: Handlebars.HelperOptions): PageRoot => (options.data as { root: PageRoot }).root;
const formOf = (options: Handlebars.HelperOptions): FormState => {
  const { form } = rootOf(options);
  if (!form) throw new Error('a field stands on a page that was given no form');
  return form;
};
const typedValueOf = (options: Handlebars.HelperOptions, name: string): string => {
  const value = formOf(options).values[name];
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
};
const valuesOf = (options: Handlebars.HelperOptions, name: string): string[] => {
  const value = formOf(options).values[name];
  return Array.isArray(value) ? value : value ? [value] : [];
};
const errorOf = (options: Handlebars.HelperOptions, name: string): FieldError | undefined =>
  formOf(options).errors.find(({ field }) => field === name);

interface Hash {
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

const need = (text: string | undefined, what: string): string => {
  if (!text) throw new Error(`a field needs ${what}`);
  return text;
};

/** The parts every field shares: hint, error (the same words as in the summary), and the ids that link them to the input. */
function parts(options: Handlebars.HelperOptions, name: string, hint: string | Html | undefined) {
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

function textField(this: unknown, name: string, options: Handlebars.HelperOptions): Html {
  const hash = options.hash as Hash;
  const { bad, describedby, hint, error } = parts(options, name, hash.hint);
  const isSecret = hash.type === 'password';
  const input = attributes({
    class: [hash.width, hash.inputmode === 'numeric' && 'num'].filter(Boolean).join(' '),
    id: name,
    name,
    type: hash.type ?? 'text',
    value: isSecret ? null : typedValueOf(options, name),
    autocomplete: hash.autocomplete ?? null,
    inputmode: hash.inputmode ?? null,
    spellcheck: hash.spellcheck ?? null,
    autocapitalize: hash.capitals ?? null,
    dir: isSecret || hash.type === 'email' ? null : (hash.dir ?? 'auto'),
    'aria-invalid': bad && 'true',
    'aria-describedby': describedby,
  });
  return html`<div class="field${bad ? ' bad' : ''}"><label for="${name}">${need(hash.label, 'a label')}</label>${hint}${error}<input${input}></div>`;
}

function textArea(this: unknown, name: string, options: Handlebars.HelperOptions): Html {
  const hash = options.hash as Hash;
  const { bad, describedby, hint, error } = parts(options, name, hash.hint);
  const area = attributes({
    id: name,
    name,
    rows: hash.rows ?? 4,
    dir: 'auto',
    lang: hash.lang ?? null,
    'aria-invalid': bad && 'true',
    'aria-describedby': describedby,
  });
  return html`<div class="field${bad ? ' bad' : ''}"><label for="${name}">${need(hash.label, 'a label')}</label>${hint}${error}<textarea${area}>${typedValueOf(options, name)}</textarea></div>`;
}

function selectField(this: unknown, name: string, options: Handlebars.HelperOptions): Html {
  const hash = options.hash as Hash;
  const { bad, describedby, hint, error } = parts(options, name, hash.hint);
  const chosen = typedValueOf(options, name);
  const select = attributes({
    class: hash.width ?? null,
    id: name,
    name,
    autocomplete: hash.autocomplete ?? null,
    'aria-invalid': bad && 'true',
    'aria-describedby': describedby,
  });
  const list = [{ value: '', text: rootOf(options).words('forms:chooseOne') }, ...(hash.options ?? [])].map(
    (choice) =>
      html`<option${attributes({ value: choice.value })}${choice.value === '' ? raw(' value=""') : raw('')}${choice.value === chosen ? raw(' selected') : raw('')}>${choice.text}</option>`,
  );
  return html`<div class="field${bad ? ' bad' : ''}"><label for="${name}">${need(hash.label, 'a label')}</label>${hint}${error}<select${select}>${list}</select></div>`;
}

/** A group of radio buttons. The first one carries the field's id, so that the summary's link lands on it. */
function radios(this: unknown, name: string, options: Handlebars.HelperOptions): Html {
  return choices('radio', name, options);
}

/** A group of check boxes of one name. */
function checkboxes(this: unknown, name: string, options: Handlebars.HelperOptions): Html {
  return choices('checkbox', name, options);
}

function choices(type: 'radio' | 'checkbox', name: string, options: Handlebars.HelperOptions): Html {
  const hash = options.hash as Hash;
  const { bad, describedby, hint, error } = parts(options, name, hash.hint);
  const chosen = valuesOf(options, name);
  const list = (hash.options ?? []).map((choice, index) => {
    const id = index === 0 ? name : `${name}-${choice.value}`;
    const input = attributes({
      type,
      id,
      name,
      value: choice.value,
      checked: chosen.includes(choice.value),
      'aria-invalid': bad && type === 'checkbox' && 'true',
    });
    const label = html`<label${attributes({ for: id, lang: choice.lang ?? null })}>${choice.text}${choice.hint ? html` <span class="hint">${choice.hint}</span>` : raw('')}</label>`;
    return html`<div class="check"><input${input}>${label}</div>`;
  });
  const legend = hash.legend ?? need(hash.label, 'a legend');
  return html`<fieldset class="field${bad ? ' bad' : ''}"${attributes({ 'aria-describedby': describedby, role: type === 'radio' ? 'radiogroup' : null, 'aria-invalid': bad && type === 'radio' && 'true' })}><legend>${legend}</legend>${hint}${error}${list}</fieldset>`;
}

/** One box to tick. */
function checkbox(this: unknown, name: string, options: Handlebars.HelperOptions): Html {
  const hash = options.hash as Hash;
  const { bad, describedby, hint, error } = parts(options, name, hash.hint);
  const value = hash.value ?? 'yes';
  const input = attributes({
    type: 'checkbox',
    id: name,
    name,
    value,
    checked: valuesOf(options, name).includes(value),
    'aria-invalid': bad && 'true',
    'aria-describedby': describedby,
  });
  return html`<div class="field${bad ? ' bad' : ''}">${hint}${error}<div class="check"><input${input}><label for="${name}">${hash.label ?? need(undefined, 'a label')}</label></div></div>`;
}

/** A day in three fields; months by number, so that no list has to be opened. */
function dayField(this: unknown, name: string, options: Handlebars.HelperOptions): Html {
  const hash = options.hash as Hash;
  const { words } = rootOf(options);
  const { bad, describedby, hint, error } = parts(options, name, hash.hint);
  const part = (which: 'day' | 'month' | 'year', auto: string | null) => {
    const field = `${name}-${which}`;
    const id = which === 'day' ? name : field;
    const input = attributes({
      class: 'num',
      id,
      name: field,
      inputmode: 'numeric',
      maxlength: which === 'year' ? 4 : 2,
      autocomplete: auto,
      value: typedValueOf(options, field),
      'aria-invalid': bad && 'true',
      'aria-describedby': describedby,
    });
    return html`<div class="field w-${which === 'year' ? 'year' : 'day'}"><label for="${id}">${words(`forms:${which}`)}</label><input${input}></div>`;
  };
  const auto = hash.autocomplete === 'bday' ? (which: string) => `bday-${which}` : () => null;
  return html`<fieldset class="field${bad ? ' bad' : ''}"><legend>${need(hash.label, 'a legend')}</legend>${hint}${error}<div class="row">${part('day', auto('day'))}${part('month', auto('month'))}${part('year', auto('year'))}</div></fieldset>`;
}

function fileField(this: unknown, name: string, options: Handlebars.HelperOptions): Html {
  const hash = options.hash as Hash;
  const { bad, describedby, hint, error } = parts(options, name, hash.hint);
  const input = attributes({
    type: 'file',
    id: name,
    name,
    accept: hash.accept ?? null,
    'aria-invalid': bad && 'true',
    'aria-describedby': describedby,
  });
  return html`<div class="field${bad ? ' bad' : ''}"><label for="${name}">${need(hash.label, 'a label')}</label>${hint}${error}<input${input}></div>`;
}

/**
 * The page's main form: `{{#form (href "signIn")}}…{{/form}}`, `upload=true` for files. Its token travels in the body, or in the
 * address of a form with files, since a file is read only after the token was checked (TRUST.md 9).
 */
function form(this: unknown, action: string, options: Handlebars.HelperOptions): Html {
  const { csrfToken } = rootOf(options);
  const state = formOf(options);
  const upload = (options.hash as { upload?: boolean }).upload === true;
  const head = attributes({
    id: 'main-form',
    action: upload ? `${action}?csrf=${encodeURIComponent(csrfToken)}` : action,
    method: 'post',
    enctype: upload ? 'multipart/form-data' : null,
    novalidate: true,
    class: (options.hash as { class?: string }).class ?? null,
  });
  const token = html`<input type="hidden" name="_csrf" value="${csrfToken}">`;
  const judged = state.errors.length > 0 ? raw('<input type="hidden" name="_judged" value="1">') : raw('');
  return html`<form${head}>${token}${judged}${raw(options.fn(this))}</form>`;
}

/** A small form that is one button: `{{#act (href "signOut")}}…{{/act}}`. */
function act(this: unknown, action: string, options: Handlebars.HelperOptions): Html {
  const { csrfToken } = rootOf(options);
  return html`<form${attributes({ action, method: 'post', class: (options.hash as { class?: string }).class ?? null })}><input type="hidden" name="_csrf" value="${csrfToken}">${raw(options.fn(this))}</form>`;
}

/** Above the heading: every error as a link to its field. Focus lands here by `autofocus`, with JavaScript or without. */
function errorSummary(this: unknown, options: Handlebars.HelperOptions): Html {
  const { form: state, words } = rootOf(options);
  if (!state || state.errors.length === 0) return raw('');
  const items = state.errors.map((error) => html`<li><a href="#${error.field}">${words(error.key, error.values)}</a></li>`);
  return html`<div class="errors" tabindex="-1" autofocus role="group" aria-labelledby="errors-title"><h2 id="errors-title">${sign('wrong')}${words('forms:problems', { count: state.errors.length })}</h2><ul>${items}</ul></div>`;
}

export const formHelpers = { textField, textArea, selectField, radios, checkboxes, checkbox, dayField, fileField, form, act, errorSummary };
