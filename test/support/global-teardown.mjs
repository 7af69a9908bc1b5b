/** The same module as in the set-up, with the server it started. */
export { tearDown as default } from './global-setup.mjs';
