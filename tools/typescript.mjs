import { registerHooks } from 'node:module';

/** Lets Node run our TypeScript as it is: an import of './x.js' finds './x.ts' when only that exists. */
registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (fault) {
      if (specifier.startsWith('.') && specifier.endsWith('.js')) return next(`${specifier.slice(0, -3)}.ts`, context);
      throw fault;
    }
  },
});
