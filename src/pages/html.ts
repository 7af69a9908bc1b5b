import Handlebars from 'handlebars';

/** Markup that is already safe: made by our own code, with every value escaped. */
export type Html = Handlebars.SafeString;
export const escapeHtml = (text: unknown): string => Handlebars.escapeExpression(text === null || text === undefined ? '' : String(text));
export const isHtml = (value: unknown): value is Html => value instanceof Handlebars.SafeString;
export const raw = (markup: string): Html => new Handlebars.SafeString(markup);

/** Builds markup; every value is escaped unless it is Html already: html`<b>${name}</b>`. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return raw(
    strings.reduce((all, text, index) => {
      const value = values[index - 1];
      const shown = Array.isArray(value) ? value.map(shownAs).join('') : shownAs(value);
      return all + shown + text;
    }),
  );
}

const shownAs = (value: unknown): string => (value === false ? '' : isHtml(value) ? value.toHTML() : escapeHtml(value));

/** Attributes that are left out when null, false or empty: attributes({ id, 'aria-invalid': bad && 'true' }). */
export function attributes(given: Record<string, string | number | boolean | null | undefined>): Html {
  return raw(
    Object.entries(given)
      .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '')
      .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`))
      .join(''),
  );
}
