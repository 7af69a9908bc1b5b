import type Handlebars from 'handlebars';
import { formChoices } from './form-choices.js';
import { formFields } from './form-fields.js';
import { formOf, rootOf } from './form-parts.js';
import { attributes, type Html, html, raw } from './html.js';
import { sign } from './signs.js';

/**
 * The page's main form: `{{#form (href "signIn")}}…{{/form}}`, `upload=true` for files. Its token travels in the body, or in the
 * address of a form with files, since a file is read only after the token was checked (TRUST.md 9).
 */
function form(this: unknown, action: string, options: Handlebars.HelperOptions): Html {
  const { csrfToken, kept } = rootOf(options);
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
  const again = kept ? html`<input type="hidden" name="_kept" value="${kept}">` : raw('');
  return html`<form${head}>${token}${judged}${again}${raw(options.fn(this))}</form>`;
}

/** A small form that is one button: `{{#act (href "signOut")}}…{{/act}}`; with an `id` where boxes elsewhere on the page belong to it. */
function act(this: unknown, action: string, options: Handlebars.HelperOptions): Html {
  const { csrfToken } = rootOf(options);
  const { class: name = null, id = null } = options.hash as { class?: string; id?: string };
  return html`<form${attributes({ id, action, method: 'post', class: name })}><input type="hidden" name="_csrf" value="${csrfToken}">${raw(options.fn(this))}</form>`;
}

/** Above the heading: every error as a link to its field. Focus lands here by `autofocus`, with JavaScript or without. */
function errorSummary(this: unknown, options: Handlebars.HelperOptions): Html {
  const { form: state, words } = rootOf(options);
  if (!state || state.errors.length === 0) return raw('');
  const items = state.errors.map((error) => html`<li><a href="#${error.field}">${words(error.key, error.values)}</a></li>`);
  return html`<div class="errors" tabindex="-1" autofocus role="group" aria-labelledby="errors-title"><h2 id="errors-title">${sign('wrong')}${words('forms:problems', { count: state.errors.length })}</h2><ul>${items}</ul></div>`;
}

export const formHelpers = { ...formFields, ...formChoices, form, act, errorSummary };
