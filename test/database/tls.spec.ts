import 'reflect-metadata'; // the library of certificates needs it
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as x509 from '@peculiar/x509';
import pg from 'pg';
import { DAY, HOUR } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { aPortal } from '../support/app.js';

/** TRUST.md 23: production takes a database over verified TLS only. Here the tests' own server speaks it, with certificates made for it. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SERVER = 'localhost';
const superuserUrl = process.env.TEST_SUPERUSER_URL ?? '';
const data = join(process.env.TEST_FOLDER ?? '', 'data');
const folder = mkdtempSync(join(tmpdir(), 'portal-tls-'));

let authority: Authority;

beforeAll(async () => {
  authority = await anAuthority('ours');
  await anAuthority('other');
});

afterAll(async () => {
  await asSuperuser('alter system reset ssl', 'alter system reset ssl_cert_file', 'alter system reset ssl_key_file');
  rmSync(folder, { recursive: true });
});

it('a database that has no TLS is not used where the address asks for it', async () => {
  await expect(connected(over(superuserUrl, SERVER, 'ours'))).rejects.toThrow('does not support SSL');
});

it('the portal works over it, every connection of it', async () => {
  await showsItselfAs(SERVER);
  const portal = await aPortal({ through: async (url) => over(url, SERVER, 'ours') });
  try {
    expect((await portal.visitor().visit(href('signIn', 'en'))).status).toBe(200);
    expect(await portal.sql('select ssl, version from pg_stat_ssl where pid = pg_backend_pid()')).toEqual([
      { ssl: true, version: 'TLSv1.3' },
    ]);
    const connections = await portal.sql(
      'select distinct ssl from pg_stat_activity join pg_stat_ssl using (pid) where usename = current_user and datname = current_database()',
    );
    expect(connections).toEqual([{ ssl: true }]);
  } finally {
    await portal.close();
  }
});

it('nobody speaks to a server with the certificate of another authority', async () => {
  await showsItselfAs(SERVER);
  await expect(connected(over(superuserUrl, SERVER, 'other'))).rejects.toThrow(/unable to get|unable to verify|self-signed/);
});

it('nobody speaks to a server that shows the certificate of another name', async () => {
  await showsItselfAs('database.example');
  await expect(connected(over(superuserUrl, SERVER, 'ours'))).rejects.toThrow("Host: localhost. is not in the cert's altnames");
});

async function connected(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.end();
}

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

/** Makes one, with its certificate in a file of its name. */
async function anAuthority(name: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: `CN=Authority ${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  writeFileSync(join(folder, name), certificate.toString('pem'));
  return { certificate, key: keys.privateKey };
}

/** From now on, to those who connect. */
async function showsItselfAs(name: string): Promise<void> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(),
    subject: `CN=${name}`,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  const files = [`${name}.crt`, `${name}.key`];
  for (const [at, pem] of [certificate.toString('pem'), String(key)].entries()) forTheServer(files[at] ?? '', pem);
  await asSuperuser(
    `alter system set ssl_cert_file = '${files[0]}'`,
    `alter system set ssl_key_file = '${files[1]}'`,
    'alter system set ssl = on',
  );
}

const validity = () => ({
  serialNumber: randomBytes(8).toString('hex'),
  notBefore: new Date(Date.now() - HOUR),
  notAfter: new Date(Date.now() + DAY),
});

/** PostgreSQL takes no key that others may read, or that is not its own. */
function forTheServer(name: string, pem: string): void {
  const path = join(data, name);
  writeFileSync(path, pem);
  const { uid, gid } = statSync(data);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
  chmodSync(path, 0o600);
}

function over(url: string, host: string, authority: string): string {
  const address = new URL(url);
  address.hostname = host;
  address.search = new URLSearchParams({ sslmode: 'verify-full', sslrootcert: join(folder, authority) }).toString();
  return address.href;
}

/** Then the server reads its settings again, and whoever connects once this has ended meets those that were set. */
async function asSuperuser(...statements: string[]): Promise<void> {
  const client = new pg.Client(superuserUrl);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('select pg_reload_conf()');
    const unread = `select 1 from pg_file_settings f left join pg_settings s using (name) where f.sourcefile like '%auto.conf' and s.setting <> f.setting`;
    let looks = 0;
    while ((await client.query(unread)).rowCount !== 0) {
      if (++looks > 500) throw new Error('the server does not take its settings');
      await wait(20);
    }
  } finally {
    await client.end();
  }
}
