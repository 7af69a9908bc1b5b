import axe from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** In the page, where axe was read: what it finds, a line each. */
const AXE = `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], runOnly: TAGS })}).then(({ violations }) =>
  violations.map(({ id, help, nodes }) => id + ', ' + help + ': ' + nodes.map(({ target }) => target.join(' ')).join(' · ')))`;

/** What axe finds on a page, a line each. It is read into the page once, and does not look into frames of other sites, which no page has. */
export async function faultsByAxe(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  const faults = await page.evaluate<string[]>(AXE);
  return page.frames().length > 1 ? [...faults, 'a frame, into which axe did not look'] : faults;
}

/** In the page: what is too wide for the window, or cut off. */
export const WIDTHS = `(() => {
  const nameOf = (one) => one.nodeName.toLowerCase() + '.' + one.className + ' ' + (one.textContent ?? '').trim().slice(0, 40);
  const all = [...document.querySelectorAll('body *')];
  const faults = [];
  if (document.scrollingElement.scrollWidth > innerWidth)
    faults.push('wider than the window: ' + nameOf(all.find((one) => one.getBoundingClientRect().right > innerWidth + 1) ?? document.body));
  for (const one of all) {
    const style = getComputedStyle(one);
    if (style.overflowX !== 'hidden' && style.overflowY !== 'hidden' && style.overflowX !== 'clip') continue;
    if (one.closest('.vh, svg, [hidden]') || one.clientWidth < 2 || !one.textContent.trim()) continue;
    if (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1) faults.push('cut off: ' + nameOf(one));
  }
  return faults;
})()`;

/** In the page: controls too small to hit, focus that can't be seen, fields that take no paste. */
export const CONTROLS = `(() => {
  const faults = [];
  const nameOf = (one) => one.nodeName.toLowerCase() + (one.id ? '#' + one.id : '') + ' ' + (one.textContent ?? one.value ?? '').trim().slice(0, 40);
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const before = document.activeElement;
  const words = (one) => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('').trim();
  const look = (one) => { const { fontWeight, borderBottomWidth, backgroundColor } = getComputedStyle(one); return fontWeight + borderBottomWidth + backgroundColor; };
  const looksLikeText = (one) => words(one.parentElement) !== '' && getComputedStyle(one).textDecorationLine === 'none' && look(one) === look(one.parentElement);
  const paint = (one) => { const { outlineStyle, outlineWidth, outlineColor, boxShadow, stroke, strokeWidth, clipPath } = getComputedStyle(one); return { outlineStyle, outlineWidth, outlineColor, boxShadow, stroke, strokeWidth, clipPath }; };
  const shows = ({ outlineStyle, outlineWidth, outlineColor }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/^rgba.*, 0\\)$|transparent/.test(outlineColor);
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')) {
    if (!seen(one) || one.disabled) continue;
    const { width, height } = one.getBoundingClientRect();
    const label = one.labels?.[0]?.getBoundingClientRect();
    const inText = one.matches('a, .link') && getComputedStyle(one).display === 'inline';
    const choice = one.matches('[type=radio], [type=checkbox]');
    const [w, h] = choice && label ? [Math.max(width, label.width), Math.max(height, label.height)] : [width, height];
    if (inText && one.matches('a') && looksLikeText(one)) faults.push('a link told by its colour alone: ' + nameOf(one));
    if (choice && (width < 20 || height < 20)) faults.push('a mark of ' + Math.round(width) + ' by ' + Math.round(height) + ' pixels: ' + nameOf(one));
    if (!inText && !one.matches('.skip') && (w < 24 || h < 24)) faults.push('a target of ' + Math.round(w) + ' by ' + Math.round(h) + ' pixels: ' + nameOf(one));
    const [inside] = one.matches('svg a') ? one.children : [one];
    const rest = JSON.stringify(paint(inside));
    if (one.tabIndex < 0) faults.push('not reached by the keyboard: ' + nameOf(one));
    one.focus({ preventScroll: true });
    if (document.activeElement !== one) faults.push('takes no focus: ' + nameOf(one));
    else if (!shows(paint(inside)) && !(inside !== one && JSON.stringify(paint(inside)) !== rest)) faults.push('focus that cannot be seen: ' + nameOf(one));
    if (one.matches('input:not([type=radio], [type=checkbox], [type=file], [type=submit], [type=image], [type=range]), textarea')) {
      const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
      if (!one.dispatchEvent(paste)) faults.push('takes no paste: ' + nameOf(one));
      if (one.readOnly && !one.matches('output, [data-copy]')) faults.push('cannot be filled in: ' + nameOf(one));
    }
    one.blur();
  }
  before?.focus?.({ preventScroll: true });
  return faults;
})()`;

/** What is wrong with a page as a browser shows it: what axe finds, targets, focus, paste, and its width. */
export async function faultsAsShown(page: Page): Promise<string[]> {
  return [...(await faultsByAxe(page)), ...(await page.evaluate<string[]>(CONTROLS)), ...(await faultsOfWidth(page))];
}

/**
 * What is too wide or cut off on a phone of 320 pixels, and enlarged to 200%: a window of 1280 pixels is then one of 640. The window gets
 * its size back.
 */
export async function faultsOfWidth(page: Page, widths: readonly number[] = [320, 640]): Promise<string[]> {
  const before = page.viewportSize();
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 640 });
    faults.push(...(await page.evaluate<string[]>(WIDTHS)).map((fault) => `at ${width} pixels ${fault}`));
  }
  if (before) await page.setViewportSize(before);
  return faults;
}
