import { aPortal } from '../support/app.js';

it('purge_case knows every table that a case, its people or their accounts lead to', async () => {
  const portal = await aPortal();
  try {
    const [purge] = await portal.sql<{ text: string }>(`select prosrc as text from pg_proc where proname = 'purge_case'`);
    const named = [...(purge?.text ?? '').matchAll(/delete from "(\w+)"/g)].map(([, table]) => table ?? '');
    expect(named.length).toBeGreaterThan(10);
    const references = await portal.sql<{ from: string; to: string; cascades: boolean }>(
      `select conrelid::regclass::text as from, confrelid::regclass::text as to, confdeltype = 'c' as cascades from pg_constraint where contype = 'f'`,
    );
    // what goes by itself with a row that goes, and what purge_case finds at an account or a person; what refers to it must go too
    const gone = new Set(named);
    for (const { from, to, cascades } of references) if ((cascades && gone.has(to)) || to === 'account' || to === 'person') gone.add(from);
    const kept = references.filter(({ from, to }) => gone.has(to) && !gone.has(from));
    expect(kept.map(({ from, to }) => `${from} refers to ${to}: delete it in purge_case, or on delete cascade`)).toEqual([]);
  } finally {
    await portal.close();
  }
});
