import type { TestPortal } from './app.js';

/** A print of every table's rows: what is the same before and after has not changed. Sessions and limits come and go, and are left out. */
export async function everyRow(portal: TestPortal): Promise<Record<string, string>> {
  const tables = await portal.sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('session', 'request_limit', 'wrong_try') order by 1`,
  );
  const prints = tables.map(async ({ name }): Promise<[string, string]> => {
    const rows = await portal.sql<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from "${name}" t`,
    );
    return [name, rows[0]?.print ?? ''];
  });
  return Object.fromEntries(await Promise.all(prints));
}
