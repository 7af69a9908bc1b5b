import type Handlebars from 'handlebars';
import { type Hash, need, parts, valuesOf } from './form-parts.js';
import { attributes, type Html, html, raw } from './html.js';

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

/** Fields that are ticked. */
export const formChoices = { radios, checkboxes, checkbox };
