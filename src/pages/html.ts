import Handlebars from 'handlebars';

/** How every page of ours is sent. */
export const HTML_TYPE = 'text/html; charset=utf-8';

/** Markup that is already safe: made by our own code, with every value escaped. */
export type Html = Handlebars.SafeString;
export const escapeHtml = (text: unknown): string => Handlebars.escapeExpression(text === null || text === undefined ? '' : String(text));
export const isHtml = (value: unknown): value is Html => value instanceof Handlebars.SafeString;
export const raw = (markup: string): Html => new Handlebars.SafeString(markup);

/** Builds markup; every value is escaped unless it is Html already: html`<b>${name}</b>`. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  let markup = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    markup += (Array.isArray(value) ? value.map(shownAs).join('') : shownAs(value)) + strings[index + 1];
  }
  return raw(markup);
}

/** What a value is in markup: escaped, unless it is markup already; false is nothing. */
export const shownAs = (value: unknown): string => (value === false ? '' : isHtml(value) ? value.toHTML() : escapeHtml(value));

/** Attributes that are left out when null, false or empty: attributes({ id, 'aria-invalid': bad && 'true' }). */
export function attributes(given: Record<string, string | number | boolean | null | undefined>): Html {
  let markup = '';
  for (const [name, value] of Object.entries(given)) {
    if (value === true) markup += ` ${name}`;
    else if (value !== null && value !== undefined && value !== false && value !== '') markup += ` ${name}="${escapeHtml(value)}"`;
  }
  return raw(markup);
}
