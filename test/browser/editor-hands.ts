import type { Locator, Page } from 'playwright-core';
import type { Frame } from '../../src/photos/frame/frame.js';
import type { Point } from '../../src/photos/frame/turned-box.js';

/** What a person does in the photo editor with keys, mouse and fingers, in either browser. */
const FIELDS = ['left', 'top', 'width', 'angle'] as const;

export const button = (page: Page, words: string): Locator => page.getByRole('button', { name: words, exact: true });

/** The numbers in the form, as the script or the server wrote them. */
export async function frameOn(page: Page): Promise<Frame> {
  const values = await Promise.all(FIELDS.map(async (field) => Number((await page.inputValue(`#${field}`)).replace('−', '-'))));
  const [left, top, width, angle] = values as [number, number, number, number];
  return { left, top, width, angle };
}

/** Goes on by Tab until this has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 60; press++) {
    if (await target.evaluate((one) => one === one.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(target)}`);
}

/** By keys, as a person does: what `fill` sets is no change that Firefox tells a page of. */
export async function write(page: Page, field: string, text: string): Promise<void> {
  await page.locator(field).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

export const middleOf = async (target: Locator): Promise<Point> => {
  const { x, y, width, height } = (await target.boundingBox())!;
  return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
};

/** Two fingers beside this point, first so far from it, then so far, and lifted. Playwright has one finger only. */
export async function fingersInChromium(page: Page, { x, y }: Point, apart: readonly number[]): Promise<void> {
  const touch = await page.context().newCDPSession(page);
  for (const [index, by] of apart.entries()) {
    const touchPoints = [-by, by].map((aside, id) => ({ x: x + aside, y, id }));
    await touch.send('Input.dispatchTouchEvent', { type: index === 0 ? 'touchStart' : 'touchMove', touchPoints });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** The same over WebDriver BiDi, for which Playwright has no door of its own. */
export async function fingersInFirefox(page: Page, { x, y }: Point, apart: readonly number[]): Promise<void> {
  type Inside = { delegate: { _session: { sessionId: string; send(method: string, values: object): Promise<unknown> } } };
  const { _session } = (page as unknown as { _connection: { toImpl(page: Page): Inside } })._connection.toImpl(page).delegate;
  const finger = (side: -1 | 1) => {
    const [first, ...more] = apart.map((by) => ({ type: 'pointerMove', x: x + side * by, y, duration: 50 }));
    const actions = [first, { type: 'pointerDown', button: 0 }, ...more, { type: 'pointerUp', button: 0 }];
    return { type: 'pointer', id: `finger ${side}`, parameters: { pointerType: 'touch' }, actions };
  };
  await _session.send('input.performActions', { context: _session.sessionId, actions: [finger(-1), finger(1)] });
}

/** Drags this by its middle, as far as the window goes: a pointer of WebDriver can't leave it. */
export async function drag(page: Page, target: Locator, by: number, down: number): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const { x, y } = await middleOf(target);
  await page.mouse.move(x, y);
  await page.mouse.down();
  const [toX, toY] = [Math.max(x + by, 0), Math.max(y + down, 0)];
  await page.mouse.move((x + toX) / 2, (y + toY) / 2);
  await page.mouse.move(toX, toY);
  await page.mouse.up();
}
