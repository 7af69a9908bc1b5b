import type Handlebars from 'handlebars';
import { type Hash, need, parts, rootOf, typedValueOf } from './form-parts.js';
import { attributes, type Html, html, raw } from './html.js';

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
    spellcheck: isSecret ? 'false' : (hash.spellcheck ?? null), // shown, it would be sent to who checks spelling
    autocapitalize: isSecret ? 'none' : (hash.capitals ?? null),
    dir: isSecret || hash.type === 'email' ? null : (hash.dir ?? 'auto'),
    'aria-invalid': bad && 'true',
    'aria-describedby': describedby,
  });
  return html`<div class="field${bad ? ' bad' : ''}"><label for="${name}">${need(hash.label, 'a label')}</label>${hint}${error}<input${input}>${isSecret ? showButton(name, options) : raw('')}</div>`;
}

/** Shows and hides what was typed; `show-password.js` brings it out, so that without JavaScript no dead button stands there (PAGES.md 3.5). */
function showButton(field: string, options: Handlebars.HelperOptions): Html {
  const { words } = rootOf(options);
  const says = Object.fromEntries(['show', 'hide', 'shown', 'hidden'].map((key) => [`data-${key}`, words(`password:see.${key}`)]));
  const button = attributes({ type: 'button', class: 'link shows', hidden: true, 'data-js': true, 'data-field': field, ...says });
  return html`<button${button}>${words('password:see.show')}</button><span class="vh" role="status"></span>`;
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

/** Fields that are typed into, opened or given a file. */
export const formFields = { textField, textArea, selectField, dayField, fileField };
