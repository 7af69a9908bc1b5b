import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/config.js';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}
type Group = Readonly<Record<string, string>>;

const read = <Content>(name: string): Content => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as Content;
const project = read<{ dependencies: Group; devDependencies: Group; optionalDependencies: Group; scripts: Group }>('package.json');
const locked = Object.entries(read<{ packages: Record<string, Locked> }>('package-lock.json').packages).filter(([path]) => path !== '');
const direct = { ...project.dependencies, ...project.devDependencies, ...project.optionalDependencies };

/** Of packages that a running portal needs. LGPL: the picture library beside sharp, as a binary of its own, unchanged. */
const LICENCES = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'LGPL-3.0-or-later',
  '(MIT OR EUPL-1.1+)',
  'OFL-1.1', // fonts
];
/** MIT, as their own files say; their package.json names it in an old way or not at all. */
const UNNAMED = ['busboy', 'passport-local', 'passport-strategy', 'pause', 'png-js', 'streamsearch'].map((name) => `node_modules/${name}`);

/** TRUST.md 24. */
describe('packages', () => {
  it('the lock file holds each with its hash, and no address that it would come from', () => {
    expect(locked.length).toBeGreaterThan(300);
    const loose = locked.filter(([, { integrity, resolved, link }]) => !/^sha512-/.test(integrity ?? '') || resolved !== undefined || link);
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it('direct ones are pinned to one version, and so locked', () => {
    const versions = Object.fromEntries(locked.map(([path, { version }]) => [path, version]));
    expect(Object.entries(direct).filter(([name, version]) => versions[`node_modules/${name}`] !== version)).toEqual([]);
  });

  it('have licences that a service may use', () => {
    const others = locked
      .filter(([path, { dev }]) => !dev && !UNNAMED.includes(path))
      .filter(([, { license }]) => !license?.split(' AND ').every((one) => LICENCES.includes(one)));
    expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });

  it('the README says of each direct one why it is here', () => {
    const [, table = ''] = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n## Dependencies\n');
    const named = table
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .flatMap((line) => namesIn(line.split('|')[1] ?? ''));
    const missing = Object.keys(direct).filter((name) => !name.startsWith('@types/') && !named.some((one) => matches(one, name)));
    expect(missing).toEqual([]);
  });

  it('are few: about 41 that a running portal needs', () => {
    expect(Object.keys(project.dependencies).length).toBeLessThanOrEqual(41);
  });

  it('can be listed as a bill of materials', () => {
    expect(project.scripts.sbom).toMatch(/npm sbom .*cyclonedx/);
  });
});

/** `@nestjs/common, core` names @nestjs/common and @nestjs/core. */
function namesIn(cell: string): string[] {
  let scope = '';
  return cell.split(',').map((part) => {
    const name = part.trim();
    if (name.startsWith('@')) scope = name.slice(0, name.indexOf('/') + 1);
    return name.startsWith('@') || scope === '' ? name : `${scope}${name} ${name}`;
  });
}

const matches = (written: string, name: string): boolean =>
  written.split(' ').some((one) => one === name || (one.endsWith('*') && name.startsWith(one.slice(0, -1))));
