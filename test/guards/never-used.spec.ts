import { sourceFiles, withoutComments } from '../support/source-files.js';

/** What is never written in the portal's code; the places named are the only ones, each with its reason. */
interface Never {
  readonly what: string;
  readonly written: RegExp;
  readonly but: Readonly<Record<string, string>>;
}

const ON_THE_SERVER: readonly Never[] = [
  {
    what: 'code that is made from text while the portal runs',
    written: /\beval\s*\(|\bnew Function\b|\brunIn(?:New|This)?Context\b|\bset(?:Timeout|Interval)\(\s*['"`]/,
    but: {
      'src/pages/template-engine.ts': 'compiles the views of the project once, at the start',
      'src/photos/engine/litert.ts': 'runs the script of a pinned package once, at the start',
    },
  },
  {
    what: 'other programs',
    written: /node:child_process/,
    but: {
      'src/database/embedded-cluster.ts': 'the embedded PostgreSQL, outside production, with arguments in a list',
      'src/database/embedded-keeper.ts': 'the same; its script is a constant',
      'src/database/embedded-user.ts': 'the same',
    },
  },
  {
    what: 'regular expressions that are made from text',
    written: /\bRegExp\(/,
    but: {
      'src/database/migration-locks.ts': 'from constants, at the start',
      'src/language/routes.ts': 'from the list of addresses, at the start',
      'src/privacy/crockford.ts': 'from a constant number',
    },
  },
  {
    what: 'requests to other servers: only the database, the mail server and the store of the settings are spoken to',
    written: /\bfetch\(|\bhttps?\.(?:request|get)\(|from 'node:(?:https|http2|tls|dns|dgram)'|\bcreateConnection\(|\bnew WebSocket\b/,
    but: {
      'src/mail/gc-notify.ts': 'the mail service of the settings, by its one address',
      'src/photos/store/s3-home.ts': 'the bucket of the settings, by keys of our own making',
    },
  },
  {
    what: 'chance that can be foretold',
    written: /\bMath\.random\b|\bpseudoRandomBytes\b/,
    but: { 'src/security/load-shedding.ts': 'which readers are asked to come again: nobody gains by knowing' },
  },
  {
    what: 'a hash other than SHA-256',
    written: /\bcreate(?:Hash|Hmac)\((?!\s*'sha256')|\bhkdf(?:Sync)?\((?!\s*'sha256')|\bpbkdf2|\bscrypt/,
    but: { 'src/accounts/breached-passwords.ts': 'SHA-1, because the public lists of known passwords are written so' },
  },
  { what: 'a cipher other than AES-256-GCM', written: /\bcreate(?:Cipher|Decipher)iv\((?!\s*'aes-256-gcm')|\bpublicEncrypt\b/, but: {} },
  {
    what: 'a language that is guessed from what was sent: XML, YAML, serialized objects',
    written: /\bxml2js|fast-xml|DOMParser|js-yaml|node:v8/,
    but: {},
  },
];

const IN_THE_BROWSER: readonly Never[] = [
  {
    what: 'markup or code that is made from text',
    written: /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTML|DOMParser|\beval\s*\(|\bFunction\(/,
    but: {},
  },
  {
    what: 'places where a browser would keep something',
    written: /localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\b/,
    but: {},
  },
  { what: 'messages from other sites', written: /window\.postMessage|parent\.postMessage|opener|onmessage\b/, but: {} },
  { what: 'a hand on what is pasted', written: /['"]paste['"]|onpaste/, but: {} },
];

describe.each([
  ['the server', sourceFiles('src', '.ts'), ON_THE_SERVER],
  ['the browser', sourceFiles('public/js', '.js'), IN_THE_BROWSER],
] as const)('the code of %s', (_where, files, rules) => {
  it('is there', () => expect(files.length).toBeGreaterThan(2));

  it.each(rules.map((rule) => [rule.what, rule] as const))('holds nothing of this: %s', (_what, { written, but }) => {
    const places = files.filter(({ text }) => written.test(withoutComments(text))).map(({ path }) => path);
    expect(places).toEqual(Object.keys(but));
  });
});

/** Texts of SQL that join in more than constants in capitals, and what that is: parts of statements and places for values, never a value. */
const JOINED_SQL: Readonly<Record<string, string>> = {
  'src/access/own-files.ts': 'the way from a parameter of an address to its case, from a list',
  'src/accounts/expiring-passwords.ts': 'the condition of suspended.sql.ts',
  'src/activity/case-events.ts': 'one of two conditions, and the size of a page',
  'src/admin/queue.sources.ts': 'one select a kind of work, and its conditions',
  'src/admin/queue.sql.ts': 'the sources of queue.sources.ts, and the conditions of a filter',
  'src/admin/work-queue.ts': 'statements of queue.sql.ts and own-files.ts',
  'src/audit/trail-rows.ts': 'how columns are written out',
  'src/backup/tables.ts': 'names of tables, columns and rules, from the database’s own catalogue',
  'src/cases/case-search.ts': 'one condition a word, and its place in the list',
  'src/cases/entries.ts': 'as many places as there are values',
  'src/confirmation/suspended.sql.ts': 'the name that a statement gives its row',
  'src/database/json-rows.ts': 'a statement of its caller, whose rows it has written in JSON',
  'src/keys/make-indexes-anew.ts': 'names of tables and columns, from keyed-indexes.ts',
  'src/keys/seal-again.ts': 'names of tables and columns, from the database’s own catalogue',
  'src/mail/bounces/bounced-mails.ts': 'one condition, by the names that a statement gives a mail and its person',
  'src/operation/waiting.ts': 'the sources of queue.sources.ts, and names and numbers of urgency.ts',
  'src/photos/review/photo-queue.ts': 'the condition of suspended.sql.ts',
  'src/reports/day-figures.sql.ts': 'one select a figure, and the bands of brightness from report.rules.ts',
  'src/reports/waiting.sql.ts': 'the sources of queue.sources.ts, and the bands of ages from report.rules.ts',
  'src/retention/row-classes.ts': 'names and conditions of retention.rules.ts',
  'src/retention/unused-accounts.ts': 'one condition a kind of account',
  'src/sessions/open-sessions.ts': 'one of two conditions',
};

it('statements for the database are made of the portal’s own words: what a text of SQL joins in is a constant, never a value', () => {
  const joined = sourceFiles('src', '.ts').flatMap(({ path, text }) =>
    [...withoutComments(text).matchAll(/`(?:[^`\\]|\\.)*`/g)]
      .filter(([sql]) => /\b(?:select|insert into|update|delete from)\s[\s\S]*\b(?:from|set|values|where)\b/i.test(sql))
      .flatMap(([sql]) => [...sql.matchAll(/\$\{([^}]*)\}/g)].map(([, value = '']) => ({ path, value })))
      .filter(({ value }) => !/^[A-Z_]+(?: [-+/*] (?:\d+|[A-Z_]+))?$/.test(value)),
  );
  expect(joined.filter(({ path }) => !(path in JOINED_SQL))).toEqual([]);
  expect([...new Set(joined.map(({ path }) => path))]).toEqual(Object.keys(JOINED_SQL));
});
