import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { handlersOf, refuseUndeclared } from '../../src/access/handlers.js';
import { Public } from '../../src/access/requires.decorator.js';
import { ROOT } from '../../src/config.js';

class Open {
  show(): void {}
  forgotten(): void {}
}
const decorate = (name: string, ...decorators: MethodDecorator[]): void => {
  for (const one of decorators) one(Open.prototype, name, Object.getOwnPropertyDescriptor(Open.prototype, name) as PropertyDescriptor);
};
Controller()(Open);
decorate('show', Get('/open'), Public());
decorate('forgotten', Get('/forgotten'));

/** TRUST.md 17: a handler with no rule is refused three times: by the check, at the start, and by the guard itself. */
describe('a handler that does not say who may come in', () => {
  it('stops the start, and is named', () => {
    const modules = new Map([['one', { controllers: new Map([['open', { metatype: Open }]]) }]]) as unknown as ModulesContainer;
    expect(() => refuseUndeclared(handlersOf(modules))).toThrow('Open.forgotten (GET /forgotten)');
    expect(() => refuseUndeclared(handlersOf(modules))).not.toThrow('Open.show');
  });

  it('fails `npm run check`, and is named with its file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-access-'));
    try {
      writeFileSync(
        join(folder, 'a.controller.ts'),
        "@Controller()\nexport class A {\n  @GetPage('start')\n  @Public()\n  one() {}\n\n  // @Public()\n  @PostPage('start')\n  two() {}\n}\n\n@Public()\n@Controller()\nclass B {\n  @Get('/')\n  three() {}\n}\n",
      );
      const { status, stderr } = check(folder);
      expect([status, stderr.trim().split('\n')]).toEqual([1, [expect.stringContaining('a.controller.ts:8: A.two')]]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is nowhere in the portal', () => {
    const { status, stdout } = check('src');
    expect([status, Number(/(\d+) handlers/.exec(stdout)?.[1]) > 80]).toEqual([0, true]);
  });
});

const check = (folder: string) => spawnSync(process.execPath, ['tools/declared-access.mjs', folder], { cwd: ROOT, encoding: 'utf8' });
