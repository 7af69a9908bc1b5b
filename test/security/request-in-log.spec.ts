import { ROUTES } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type LogLines, listenToLog } from '../support/log-lines.js';

interface Line {
  readonly req: { readonly id: string; readonly method: string };
  readonly res: { readonly status: number };
  readonly route?: string;
  readonly msg: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Who runs the portal finds all lines of one request, whichever process wrote them, and the page that was asked for. */
describe('a request in the log', () => {
  let log: LogLines;
  let portals: TestPortal[];
  beforeAll(async () => {
    log = listenToLog();
    portals = await Promise.all([1, 2].map(() => aPortal({ environment: { LOG_LEVEL: 'info' } })));
  });
  afterAll(async () => {
    log?.stop();
    await Promise.all((portals ?? []).map((portal) => portal.close()));
  });
  const requests = (): Line[] =>
    log
      .lines()
      .map((line) => JSON.parse(line) as Line)
      .filter(({ msg }) => msg === 'request completed');

  it('has an id that no other has, in this process or another', async () => {
    for (const portal of portals) for (let visits = 0; visits < 2; visits++) await portal.visitor().visit(href('help', 'en'));
    const ids = requests().map(({ req }) => req.id);
    expect(ids).toHaveLength(4);
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(4);
  });

  it('names the address as it is declared, in its language, and nothing that stands in it', async () => {
    await portals[0]!.visitor().visit(href('help', 'fr'));
    expect(requests().at(-1)).toMatchObject({ route: ROUTES.help.fr, req: { method: 'GET' }, res: { status: 200 } });
    await portals[0]!.visitor().visit(href('invitation', 'en', { token: 'zyxwvutsrq' }));
    expect(requests().at(-1)?.route).toBe(ROUTES.invitation.en);
    await portals[0]!.visitor().visit('/en/zyxwvutsrq');
    expect(requests().at(-1)).toMatchObject({ res: { status: 404 } });
    expect(requests().at(-1)?.route).toBeUndefined();
    expect(log.lines().join()).not.toContain('zyxwvutsrq');
  });
});
