import type { Visitor } from '../visitor.js';

/** A form as a page offers it. */
export interface FoundForm {
  readonly page: string;
  readonly action: string;
  readonly isUpload: boolean;
  /** Name and value of each field, without the token. */
  readonly fields: readonly (readonly [string, string])[];
}

export interface Crawled {
  readonly pages: readonly string[];
  readonly forms: readonly FoundForm[];
}

/** Acts that end what the others need, and pages that a production system does not have. */
export const LEFT_ALONE =
  /\/(developers|mailbox|sign-out|deconnexion|language|langue|not-me|pas-moi|end-others|end-all|fin-autres|fin-toutes|end|fin)([/?]|$)/;

/** Every page of one kind that is reached by links from here, one of each shape (an id is an id), with its forms. */
export async function crawl(browser: Visitor, starts: readonly string[], most = 80): Promise<Crawled> {
  const waiting = [...starts];
  const shapes = new Set<string>();
  const pages: string[] = [];
  const forms = new Map<string, FoundForm>();
  while (waiting.length > 0 && pages.length < most) {
    const path = waiting.shift() ?? '';
    const shape = shapeOf(path);
    if (shapes.has(shape) || LEFT_ALONE.test(path)) continue;
    shapes.add(shape);
    await browser.visit(path);
    if (browser.status !== 200 || !browser.html) continue;
    pages.push(path);
    for (const form of formsOf(browser)) {
      const key = `${shapeOf(form.action)} ${form.fields.map(([name]) => name).join(' ')}`;
      if (!LEFT_ALONE.test(form.action) && !forms.has(key)) forms.set(key, form);
    }
    for (const { href } of browser.links()) if (href.startsWith('/en')) waiting.push(href.split('#')[0] ?? href);
  }
  return { pages, forms: [...forms.values()] };
}

const shapeOf = (path: string): string =>
  path
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/=[^&]*/g, '=')
    .replace(/\/[\w-]{40,}/g, '/:token');

function formsOf(browser: Visitor): FoundForm[] {
  const { $ } = browser;
  return $('form')
    .toArray()
    .flatMap((form): FoundForm[] => {
      if (($(form).attr('method') ?? 'get').toLowerCase() !== 'post') return [];
      const id = $(form).attr('id');
      const controls = $(form)
        .find('input[name], select[name], textarea[name], button[name]')
        .add(id ? $(`[form="${id}"][name]`) : $());
      const fields = new Map<string, string>();
      for (const control of controls.toArray()) {
        const own = $(control);
        const [name, type] = [own.attr('name') ?? '', own.attr('type') ?? ''];
        if (name === '_csrf' || type === 'file' || (fields.has(name) && !own.is('[checked]'))) continue;
        fields.set(
          name,
          own.is('select') ? String(own.find('option[value!=""]').first().attr('value') ?? '') : (own.attr('value') ?? own.text()),
        );
      }
      return [
        {
          page: browser.path,
          action: $(form).attr('action') || browser.path,
          isUpload: $(form).attr('enctype') === 'multipart/form-data',
          fields: [...fields],
        },
      ];
    });
}
