import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { ROOT } from '../../src/config.js';
import { after as later, DAY, HOUR, MINUTE } from '../../src/clock.js';
import { Outbox } from '../../src/mail/outbox.js';
import { Metrics } from '../../src/operation/metrics.js';
import { MetricsServer } from '../../src/operation/metrics-server.js';
import { LIMITS, RequestLimits } from '../../src/security/request-limits.js';
import { PhotoWorkshop } from '../../src/photos/workshop/photo-workshop.js';
import { PAYLOADS } from '../mail/payloads.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';

describe('measurements', () => {
  let portal: TestPortal;
  const read = async (): Promise<string[]> => (await (await fetch(portal.get(MetricsServer).address ?? '')).text()).split('\n');
  beforeAll(async () => {
    portal = await aPortal({ environment: { METRICS_PORT: '0' } });
  });
  afterAll(() => portal.close());

  it('are told on a port of their own, on loopback, and not where pages are', async () => {
    expect(portal.get(MetricsServer).address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    expect((await fetch(`${portal.address}/metrics`)).status).toBe(404);
    expect((await fetch(new URL('/en', portal.get(MetricsServer).address ?? ''))).status).toBe(404);
  });

  it('count requests by the address as it is declared, one for both languages, without anybody’s id; and what is over a limit', async () => {
    await fetch(`${portal.address}/en/help`);
    await fetch(`${portal.address}/fr/aide`);
    await fetch(`${portal.address}/en/invitation/a-secret-of-a-link`);
    await fetch(`${portal.address}/en/nothing-of-ours`);
    const limited = express().use(portal.get(Metrics).ofRequests([]), (_req, res) => void res.status(429).end());
    const server = limited.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/en`).finally(() => server.close());
    for (let tries = 0; tries <= LIMITS.wrongPasswords.points; tries++)
      await portal
        .get(RequestLimits)
        .consume('wrongPasswords', 'somebody')
        .catch(() => {});
    const told = await read();
    expect(told).toContain('portal_limits_hit_total{limit="wrongPasswords"} 1');
    expect(told).toContain('portal_request_seconds_count{method="GET",route="/en/help",status="2xx"} 2');
    expect(told).toContainEqual(
      expect.stringMatching(/^portal_request_seconds_count\{.*route="\/en\/invitation\/:token",status="\dxx"\} 1$/),
    );
    expect(told).toContainEqual(expect.stringMatching(/^portal_request_seconds_count\{method="GET",route="none",status="4xx"\} \d+$/));
    expect(told).toContain('portal_refused_total{status="429"} 1');
    expect(told.join()).not.toMatch(/secret|nothing-of-ours/);
  });

  it('tell of photos, connections, how long the oldest mail and task have waited, and when jobs ran', async () => {
    await portal.get(PhotoWorkshop).inspect(Buffer.from('GIF89a'));
    await expect(portal.get(PhotoWorkshop).preview(Buffer.from('no photo'), { maxWidth: 300 })).rejects.toThrow();
    const now = portal.clock.now();
    const em = portal.em();
    portal.get(Outbox).add(em, 'password-changed', { email: 'idris@mail.example', language: 'en' }, {}, later(now, -7 * MINUTE));
    await em.flush();
    const { accountId } = await anApplicant(portal, { stage: 'temporary' });
    const asked = [crypto.randomUUID(), accountId, later(now, -3 * MINUTE)];
    await portal.sql('insert into password_request (id, account_id, asked_at) values ($1, $2, $3)', asked);
    await portal.sql(`insert into job_lease (name, until, ran_at) values ('retention', $1, $1)`, [later(now, -MINUTE)]);
    const told = await read();
    expect(told).toEqual(
      expect.arrayContaining([
        'portal_photo_seconds_count{work="inspect",outcome="done"} 1',
        'portal_photo_seconds_count{work="preview",outcome="failed"} 1',
        'portal_photos_open 0',
        'portal_database_connections{state="waiting"} 0',
        'portal_mail_oldest_seconds{kind="first"} 420',
        'portal_job_ran_seconds{kind="retention"} 60',
        'portal_queue_oldest_seconds{kind="password"} 180',
      ]),
    );
    expect(told.join()).not.toMatch(/idris|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('tell of a mail that fails since it was written, of one that is meant for later not at all, and how many wait or were given up', async () => {
    const now = portal.clock.now();
    const em = portal.em();
    const [outbox, reader] = [portal.get(Outbox), { email: 'idris@mail.example', language: 'en' } as const];
    const add = (writtenAt: Date, notBefore = writtenAt): string =>
      outbox.add(em, 'card-mailed', reader, PAYLOADS['card-mailed'], writtenAt, notBefore);
    add(now, later(now, MINUTE));
    const [failing, givenUp, longAgo] = [add(later(now, -2 * HOUR)), add(later(now, -3 * DAY)), add(later(now, -5 * DAY))];
    await em.flush();
    expect(await read()).toContain('portal_mail_oldest_seconds{kind="other"} 432000');
    await portal.sql('update outbox_message set attempts = 5, not_before = $2 where id = $1', [failing, later(now, HOUR)]);
    for (const [id, failedAt] of [
      [givenUp, later(now, -HOUR)],
      [longAgo, later(now, -2 * DAY)],
    ])
      await portal.sql('update outbox_message set attempts = 8, not_before = null, failed_at = $2 where id = $1', [id, failedAt]);
    expect(await read()).toEqual(
      expect.arrayContaining([
        'portal_mail_oldest_seconds{kind="other"} 7200',
        'portal_mails_waiting{kind="other"} 1',
        'portal_mails_waiting{kind="last"} 0',
        'portal_mails_given_up{kind="other"} 1',
        'portal_mails_given_up{kind="first"} 0',
      ]),
    );
  });

  it('carry no label that Prometheus sets itself', async () => {
    expect([...labelsOf(await read())].filter(([, labels]) => labels.has('job') || labels.has('instance'))).toEqual([]);
  });

  it('are what the dashboard draws: it names no metric that is not told, and no label that the metric does not have', async () => {
    const told = labelsOf(await read());
    const drawn = new Set<string>();
    for (const { expr, legendFormat } of dashboardQueries()) {
      const names = expr.match(/\b(?:portal|nodejs|process)_\w+/g) ?? ['missing'];
      const byLabel = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(', '));
      const chosen = [...expr.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label]) => label);
      const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
      for (const name of names) {
        drawn.add(name);
        expect([...told.keys()]).toContain(name);
        const known = [...(told.get(name) ?? []), 'instance']; // which process it is of: Prometheus adds that
        expect([expr, [...byLabel, ...chosen, ...shown].filter((label) => !known.includes(label ?? ''))]).toEqual([expr, []]);
      }
    }
    expect(drawn.size).toBeGreaterThan(8);
  });
});

/** Of each metric as Prometheus reads it, the labels that any of its samples has. */
function labelsOf(told: readonly string[]): Map<string, Set<string>> {
  const labels = new Map<string, Set<string>>();
  for (const line of told) {
    const [, name, written = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (!name) continue;
    const known = labels.get(name) ?? new Set();
    for (const [, label = ''] of written.matchAll(/(\w+)="/g)) known.add(label);
    labels.set(name, known);
  }
  return labels;
}

function dashboardQueries(): { expr: string; legendFormat: string }[] {
  const { panels } = JSON.parse(readFileSync(join(ROOT, 'ops/grafana-dashboard.json'), 'utf8'));
  return (panels as { targets?: { expr: string; legendFormat: string }[] }[]).flatMap(({ targets = [] }) => targets);
}
