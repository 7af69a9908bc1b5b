import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import ts from 'typescript';
import { ROOT } from '../../src/config.js';
import { sourceFiles, withoutComments } from '../support/source-files.js';

/**
 * `docs/asvs.csv`: each requirement of OWASP ASVS 5.0.0 at levels 1 and 2, whether it applies, what the portal does, and where that is
 * shown. Three words stand first in a control that is more than a fact of the code: none when it is met, `Operator:` where an installation
 * must do its part, `Not met:` where it is not.
 */
interface Row {
  readonly id: string;
  readonly level: string;
  readonly applies: string;
  readonly control: string;
  readonly test: string;
}

const COLUMNS = ['id', 'level', 'applies', 'control', 'test'] as const;
const text = readFileSync(join(ROOT, 'docs/asvs.csv'), 'utf8');
const rows = parse<Row>(text, { columns: true });

/** Requirements a chapter, V1 to V17, at these levels. */
const CHAPTERS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];
/** SHA-256 of the lines `id level` in the standard's order: so many ids are not looked through by eye. */
const IDS = '3765ed9541ee1523694f731f53d3201978aa23cf9cac70481d40476d8a2d1e27';

type Kind = 'met' | 'operator' | 'not met' | 'does not apply';
const kindOf = ({ applies, control }: Row): Kind => {
  if (applies === 'no') return 'does not apply';
  if (control.startsWith('Not met: ')) return 'not met';
  return control.startsWith('Operator: ') ? 'operator' : 'met';
};

/** `test/a.spec.ts › a title` or `docs/security.md#a-heading`; several with semicolons between. */
const referencesOf = ({ test }: Row): string[] => (test === '–' ? [] : test.split(/; (?=test\/|docs\/|README)/));
const isTest = (reference: string): boolean => reference.startsWith('test/');

/** What the rows say does not exist here; each is looked for in the code and in the names of packages. */
const NOT_HERE: Readonly<Record<string, RegExp>> = {
  LDAP: /\bldap/i,
  XML: /xml2js|fast-xml|libxml|xmldom|domparser/i,
  XPath: /xpath/i,
  LaTeX: /latex/i,
  JNDI: /\bjndi/i,
  memcache: /memcache|\bredis/i,
  GraphQL: /graphql/i,
  WebSocket: /\bnew WebSocket\b|socket\.io|platform-ws|from 'ws'|^ws$/i,
  'markup that people type': /tinymce|ckeditor|\bquill\b|wysiwyg|markdown|bbcode/i,
  'other identity providers': /\boauth|openid|\bsaml\b|jsonwebtoken|passport-jwt|from 'jose'|^jose$/i,
  WebRTC: /webrtc|RTCPeer|\bdtls\b/i,
  'text messages': /twilio|\bvonage|sendSms/i,
  'client certificates': /requestCert|getPeerCertificate/,
  CORS: /access-control-allow|enableCors/i,
  'keys made from passwords': /pbkdf2|scrypt/i,
};

describe('docs/asvs.csv', () => {
  it('holds each requirement at levels 1 and 2 once, in order, with its level', () => {
    expect(text.split('\n')[0]).toBe(COLUMNS.join(','));
    expect(rows.filter(({ id }) => !/^V\d+\.\d+\.\d+$/.test(id))).toEqual([]);
    expect(CHAPTERS.map((_, chapter) => rows.filter(({ id }) => id.startsWith(`V${chapter + 1}.`)).length)).toEqual(CHAPTERS);
    expect(rows.length).toBe(253);
    const lines = rows.map(({ id, level }) => `${id} ${level}`).join('\n');
    expect(createHash('sha256').update(lines).digest('hex')).toBe(IDS);
  });

  it('is complete: every row says whether, what and where', () => {
    const gaps = rows.filter((row) => COLUMNS.some((column) => row[column].trim() === '') || !/^(yes|no)$/.test(row.applies));
    expect(gaps).toEqual([]);
    expect(rows.filter(({ control }) => !/^\S.{8,}[.]$/.test(control)).map(({ id, control }) => `${id} ${control}`)).toEqual([]);
    const wrong = rows.filter((row) => {
      const references = referencesOf(row);
      if (row.test === '–') return row.applies === 'yes' && kindOf(row) !== 'not met'; // why not is said in the control
      if (kindOf(row) === 'not met') return true; // no test shows what is not there
      return references.length === 0 || (kindOf(row) === 'operator' && !references.includes('docs/security.md#what-the-operator-does'));
    });
    expect(wrong.map(({ id, test }) => `${id} ${test}`)).toEqual([]);
  });

  it('names tests that exist, by their titles', () => {
    const named = rows.flatMap((row) =>
      referencesOf(row)
        .filter(isTest)
        .map((reference) => ({ id: row.id, reference })),
    );
    const known = new Set(
      [...new Set(named.map(({ reference }) => reference.split(' › ')[0] ?? ''))].flatMap((path) =>
        titlesOf(path).map((title) => `${path} › ${title}`),
      ),
    );
    expect(named.filter(({ reference }) => !known.has(reference)).map(({ id, reference }) => `${id} ${reference}`)).toEqual([]);
  });

  it('names sections that exist, by their headings', () => {
    const named = rows.flatMap((row) =>
      referencesOf(row)
        .filter((reference) => !isTest(reference))
        .map((reference) => ({ id: row.id, reference })),
    );
    const missing = named.filter(({ reference }) => {
      const [path = '', heading = ''] = reference.split('#');
      return !/^(docs\/security|README)\.md$/.test(path) || !headingsOf(path).includes(heading);
    });
    expect(missing.map(({ id, reference }) => `${id} ${reference}`)).toEqual([]);
  });

  it('lets no test stand for what applies and for what does not', () => {
    const applying = new Set(rows.filter(({ applies }) => applies === 'yes').flatMap(referencesOf));
    expect(
      rows
        .filter(({ applies }) => applies === 'no')
        .flatMap(referencesOf)
        .filter((reference) => applying.has(reference)),
    ).toEqual([]);
  });

  it('is counted in the README', () => {
    const count = (kind: Kind): number => rows.filter((row) => kindOf(row) === kind).length;
    const [, section = ''] = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n## Security requirements\n');
    const said = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| ([^|]+) \| (\d+) \|$/gm)].map(([, kind, number]) => [
      kind,
      Number(number),
    ]);
    expect(said).toEqual([
      ['apply, and are met', count('met')],
      ['apply, and are met with what the operator does', count('operator')],
      ['apply, and are not met', count('not met')],
      ['do not apply', count('does not apply')],
    ]);
  });
});

it('what is said not to be here is in no package and no source', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const sources = [...sourceFiles('src', '.ts'), ...sourceFiles('public/js', '.js')];
  const found = Object.entries(NOT_HERE).flatMap(([what, written]) => [
    ...Object.keys(dependencies).filter((name) => written.test(name)),
    ...sources.filter((source) => written.test(withoutComments(source.text))).map(({ path }) => `${what}: ${path}`),
  ]);
  expect(found).toEqual([]);
});

/** Titles of the tests in a file as they are written; those of skipped ones are none. A file that does not exist, or that no test runs, has none. */
function titlesOf(path: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isIt(node.expression)) {
      const [title] = node.arguments;
      if (title) titles.push(ts.isStringLiteralLike(title) ? title.text : title.getText().slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  const file = sourceFiles('test', '.ts').find((one) => one.path === path);
  const isRun =
    path.endsWith('.spec.ts') || sourceFiles('test', '.spec.ts').some(({ text }) => text.includes(`/${basename(path, '.ts')}.js'`));
  if (file && isRun) visit(ts.createSourceFile(path, file.text, ts.ScriptTarget.Latest, true));
  return titles;
}

/** `it(…)`, `it.each(…)(…)`. */
function isIt(called: ts.Expression): boolean {
  if (ts.isIdentifier(called)) return called.text === 'it';
  return ts.isCallExpression(called) && ts.isPropertyAccessExpression(called.expression) && called.expression.getText() === 'it.each';
}

/** Headings as addresses within a page. */
const headingsOf = (path: string): string[] =>
  [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
