import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import './typescript.mjs';
import './worker-data.mjs';

/** Lets Node run our TypeScript with its decorators, which stripping the types alone can't: SWC compiles each file as it is loaded. */
registerHooks({
  load(url, context, next) {
    const [address] = url.split('?'); // Jest adds a query, so that a file watched is read again
    if (!address.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(address);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, sourceMaps: 'inline' });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
