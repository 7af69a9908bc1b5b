import { LANGUAGES } from '../../src/language/language.js';
import { ROUTES } from '../../src/language/route-table.js';
import { type Html, html } from '../../src/pages/html.js';
import type { SeenPage } from './seen-page.js';

/** A page's screenshots. */
export interface Picture {
  readonly page: SeenPage;
  /** One for each width. */
  readonly files: readonly string[];
}

const STYLE = `body{font:16px/1.4 sans-serif;margin:1rem;background:#eee}h2{margin:2rem 0 .5rem}h3{font-size:1rem;font-weight:400}
.states{display:grid;gap:1rem}.state{display:flex;gap:.75rem;align-items:flex-start;overflow-x:auto;background:#fff;padding:.75rem}
img{border:1px solid #888;block-size:auto}img.wide{inline-size:480px}img.narrow{inline-size:200px}nav{columns:4 14rem}`;

/** All pictures on one page: a part for each address in the order of ROUTES, a row for each state, both languages beside each other. */
export function galleryPage(pictures: readonly Picture[]): string {
  const order = [...Object.keys(ROUTES), 'null'];
  const parts = [...Map.groupBy(pictures, ({ page }) => String(page.route))].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return `<!doctype html>${html`<html lang="en"><head><meta charset="utf-8"><title>Every page of the portal</title><style>${STYLE}</style></head><body>
<h1>Every page of the portal: ${pictures.length} pictures of ${parts.length} addresses</h1>
<nav><ul>${parts.map(([route]) => html`<li><a href="#${route}">${route}</a></li>`)}</ul></nav>
${parts.map(([route, of]) => html`<h2 id="${route}">${route}</h2><div class="states">${statesOf(of)}</div>`)}
</body></html>`.toHTML()}`;
}

function statesOf(pictures: readonly Picture[]): Html[] {
  return [...Map.groupBy(pictures, ({ page }) => `${page.state} ${page.who}`).values()].map((both) => {
    const inOrder = LANGUAGES.flatMap((language) => both.filter(({ page }) => page.language === language));
    const { who, status, path } = (inOrder[0] as Picture).page;
    return html`<h3>${who}, ${status}: ${path}</h3><div class="state">${inOrder.flatMap(({ page, files }) =>
      files.map(
        (file, width) =>
          html`<a href="${file}"><img src="${file}" class="${width === 0 ? 'wide' : 'narrow'}" alt="${page.language} ${page.path}" loading="lazy"></a>`,
      ),
    )}</div>`;
  });
}
