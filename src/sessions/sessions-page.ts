import type { OpenSession } from './open-sessions.js';

/** Where a page of somebody else's sessions leads. */
export interface SessionsPlaces {
  readonly back: { readonly href: string; readonly text: string };
  readonly endOne: (key: string) => string;
  readonly endAll: string;
}

/** Somebody else's open sessions, for the view `admin/sessions`: when they were begun and used, never on what or from where. */
export const sessionsPage = (name: string, open: readonly OpenSession[], { back, endOne, endAll }: SessionsPlaces, ended: unknown) => ({
  name,
  back,
  open: open.map(({ key, begunAt, seenAt }) => ({ begunAt, seenAt, end: endOne(key) })),
  endAll,
  ended: ended === 'yes',
});
