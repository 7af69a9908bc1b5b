/**
 * Jest reads and counts; a light runner runs the files in plain Node processes, so that a process loads the portal once and not once a
 * file. `npm test` gives it tools/swc.mjs, which strips the types; `tsc` checks them first.
 */
export default {
  rootDir: '.',
  runner: 'jest-light-runner/child-process',
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};
