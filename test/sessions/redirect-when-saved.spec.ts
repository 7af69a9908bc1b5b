import express from 'express';
import session from 'express-session';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { redirectWhenSaved } from '../../src/sessions/redirect-when-saved.js';

/** A store that takes its time, as a database does. */
class SlowStore extends session.MemoryStore {
  saved = 0;

  override set(id: string, data: session.SessionData, done?: (fault?: unknown) => void): void {
    setTimeout(() => {
      this.saved++;
      super.set(id, data, done);
    }, 150);
  }
}

describe('a redirect waits for the session', () => {
  const store = new SlowStore();
  let server: Server;

  beforeAll(async () => {
    const app = express();
    app.use(session({ secret: 'a secret of the tests', store, resave: false, saveUninitialized: false }));
    app.use(redirectWhenSaved);
    app.post('/keep', (req, res) => {
      req.session.drafts = { '/en/reply/who': { values: { who: 'applicant' }, judged: false } };
      res.redirect(303, '/next?find=é');
    });
    app.get('/plain', (_req, res) => res.redirect('/next'));
    await new Promise<void>((ready) => {
      server = app.listen(0, () => ready());
    });
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const ask = (path: string, method: string) =>
    fetch(`http://localhost:${(server.address() as AddressInfo).port}${path}`, { method, redirect: 'manual' });

  it('its head arrives once the session is saved, since a browser goes on from there', async () => {
    const response = await ask('/keep', 'POST'); // resolves with the head
    expect(store.saved).toBe(1);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/next?find=%C3%A9');
    expect(await response.text()).toBe('');
  });

  it('a redirect without a status of its own stays a 302', async () => {
    expect((await ask('/plain', 'GET')).status).toBe(302);
  });
});
