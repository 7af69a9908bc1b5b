import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { ROOT } from '../../src/config.js';
import { type SourceFile, sourceFiles, withoutComments } from '../support/source-files.js';

const sources = sourceFiles('src', '.ts');
const paths = (files: readonly SourceFile[]) => files.map(({ path }) => path);

describe('rules, states and policies', () => {
  const pure = sources.filter(({ path }) => /\.(rules|states|policy)\.ts$/.test(path));

  it('are there', () => expect(pure.length).toBeGreaterThan(5));

  it('know nothing of the framework, the database or HTTP', () => {
    const impure = pure.filter(({ text }) => /^import (?!type\b)[^;]*from '(@nestjs|@mikro-orm|express|pg|node:(?!crypto))/m.test(text));
    expect(paths(impure)).toEqual([]);
  });

  it('import no service, controller or entity', () => {
    const impure = pure.filter(({ text }) => /^import (?!type\b)[^;]*from '[^']*\.(service|controller|module)\.js'/m.test(text));
    expect(paths(impure)).toEqual([]);
  });

  it('are given the time, and never take it', () => {
    expect(paths(pure.filter(({ text }) => /Date\.now\(|new Date\(\)|process\.|Math\.random/.test(withoutComments(text))))).toEqual([]);
  });
});

it('time comes from the clock, in the whole domain', () => {
  const outside = /^src\/(clock|database\/|seeds\/|photos\/photo-workshop)/;
  const taken = sources.filter(({ path, text }) => !outside.test(path) && /Date\.now\(|new Date\(\)/.test(withoutComments(text)));
  expect(paths(taken)).toEqual([]);
});

it('only config.ts reads the environment; main.ts, as the last resort, where that failed', () => {
  const readers = sources.filter(({ text }) => withoutComments(text).includes('process.env'));
  expect(paths(readers).filter((path) => path !== 'src/config.ts' && path !== 'src/main.ts')).toEqual([]);
});

it('nothing is exported by default, and no folder is called after nothing', () => {
  expect(paths(sources.filter(({ text }) => /^export default/m.test(text)))).toEqual([]);
  expect(paths(sources.filter(({ path }) => /\/(utils?|helpers?|common|base|misc|shared)\//.test(path)))).toEqual([]);
});

it('no rule of the linter or of TypeScript is silenced without a reason beside it', () => {
  const all = [...sources, ...sourceFiles('test', '.ts'), ...sourceFiles('tools', '.ts'), ...sourceFiles('bench', '.ts')];
  const silenced = all.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => /^\s*(\/\/|\/\*)\s*(@ts-(ignore|nocheck|expect-error)\s*$|biome-ignore [\w/]+\s*$)/.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(silenced).toEqual([]);
});

it('files that Node runs with their types stripped hold nothing that would have to be compiled', () => {
  const entries = [
    ...paths(sourceFiles('tools', '.ts')),
    ...paths(sourceFiles('bench', '.ts')),
    'src/photos/workshop/photo-worker.ts',
    'src/database/embedded.ts',
    'src/database/embedded-keeper.ts',
    'src/database/roles.ts',
    'src/database/migrate.ts',
  ].filter((path) => existsSync(join(ROOT, path)));
  const compiled = closureOf(entries).filter(({ text }) =>
    /^\s*@[A-Z]\w*\(|^\s*(export )?(const )?enum |^\s*(export )?namespace |constructor\([^)]*\b(private|public|protected|readonly) \w+[:?]/m.test(
      withoutComments(text),
    ),
  );
  expect(paths(compiled)).toEqual([]);
});

/** The files themselves and all that they import, types aside. */
function closureOf(entries: readonly string[]): SourceFile[] {
  const found = new Map<string, SourceFile>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    const text = readFileSync(join(ROOT, path), 'utf8');
    found.set(path, { path, text });
    for (const [, from] of withoutComments(text).matchAll(/^(?:import|export) (?!type\b)[^;]*?from '(\.[^']+)'/gm)) {
      const file = relative(ROOT, join(ROOT, dirname(path), from ?? ''))
        .split(sep)
        .join('/')
        .replace(/\.js$/, '.ts');
      if (existsSync(join(ROOT, file))) visit(file);
    }
  };
  for (const entry of entries) visit(entry);
  return [...found.values()];
}

describe('tests', () => {
  const tests = sourceFiles('test', '.spec.ts');

  it('are all run: none is singled out', () => {
    const singled = tests.filter(({ text }) => /\b(it|test|describe)\.only\b|\bf(it|describe)\(/.test(withoutComments(text)));
    expect(paths(singled)).toEqual([]);
  });

  it('are skipped only aloud: the name says what is missing', () => {
    const silent = tests.flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(/\b(?:(?:it|test|describe)\.(?:skip|todo|failing)|x(?:it|describe))\b[^\n]*/g)]
        .filter(([line]) => !/is not set|is not there/.test(line))
        .map(([line]) => `${path}: ${line}`),
    );
    expect(silent).toEqual([]);
  });

  it('mock nothing of ours', () => {
    expect(paths(tests.filter(({ text }) => /jest\.(mock|doMock|unstable_mockModule)\(/.test(withoutComments(text))))).toEqual([]);
  });
});
