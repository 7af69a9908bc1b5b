import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT } from '../../src/config.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';

/** As `npm run photo:check` runs it, from the sources. */
function run(...given: string[]) {
  return runFrom(undefined, ...given);
}

/** `folder`: where npm was called. */
function runFrom(folder: string | undefined, ...given: string[]): Promise<{ code: number; said: string; complained: string }> {
  const args = ['--import', join(ROOT, 'tools/typescript.mjs'), join(ROOT, 'src/commands/photo-check.ts'), ...given];
  return new Promise((done) => {
    execFile(process.execPath, args, { env: { ...process.env, INIT_CWD: folder } }, (fault, said, complained) =>
      done({ code: fault ? Number(fault.code) : 0, said, complained }),
    );
  });
}

describe('photo:check', () => {
  let folder: string;
  const file = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'photo-check-'));
    writeFileSync(file('good.jpg'), await drawPortrait());
    writeFileSync(file('phone.jpg'), await drawPortrait({ width: 2400, height: 1800, headScale: 0.6, turn: 6 }));
    writeFileSync(
      file('wall.png'),
      await sharp({ create: { width: 900, height: 1300, channels: 3, background: '#f4f4f4' } })
        .png()
        .toBuffer(),
    );
    writeFileSync(file('cut short.jpg'), (await drawPortrait()).subarray(0, 20_000));
    writeFileSync(file('empty.jpg'), '');
    writeFileSync(file('page.jpg'), '%PDF-1.7');
    writeFileSync(file('large.jpg'), Buffer.concat([await drawPortrait(), Buffer.alloc(5_000_000)]));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('--json: one array, in the order of the files, with everything about each', async () => {
    const names = ['phone.jpg', 'cut short.jpg', 'good.jpg', 'empty.jpg', 'wall.png', 'page.jpg', 'large.jpg'];
    const { code, said, complained } = await run('--json', ...names.map(file));
    expect([code, complained]).toEqual([0, '']);
    const photos = JSON.parse(said);
    expect(photos.map((photo: { file: string }) => photo.file)).toEqual(names.map(file));
    expect(photos.map((photo: { verdict: string }) => photo.verdict)).toEqual([
      'pass',
      'refuse',
      'pass',
      'refuse',
      'warn',
      'refuse',
      'refuse',
    ]);
    const [phone, short, good, , wall, , large] = photos;
    expect([phone.faces, Math.abs(phone.frame.angle - 6) < 1, phone.frame.height / phone.frame.width]).toEqual([
      1,
      true,
      expect.closeTo(1.4, 2),
    ]);
    expect(Math.abs(phone.pose.roll)).toBeLessThan(1.5);
    expect(short).toMatchObject({ frame: null, faces: 0, pose: null, findings: [{ check: 'file_type', outcome: 'must_fix' }] });
    expect(short.findings[0].message).toEqual({ en: expect.stringContaining('damaged'), fr: expect.stringContaining('endommagé') });
    expect(good.findings.find(({ check }: { check: string }) => check === 'dimensions')).toMatchObject({ outcome: 'pass', unit: 'px' });
    expect(good.ms).toBeGreaterThan(0);
    for (const finding of photos.flatMap((photo: { findings: object[] }) => photo.findings)) {
      expect(Object.keys(finding)).toEqual(
        expect.arrayContaining(['check', 'outcome', 'measured', 'limit', 'unit', 'reason', 'message', 'evidence']),
      );
      expect([finding.message.en.length > 10, finding.message.fr.length > 10]).toEqual([true, true]);
    }
    expect(wall).toMatchObject({ faces: 0, frame: { left: 0, width: 900, angle: 0 } });
    expect(large.findings[0]).toMatchObject({ check: 'file_size', measured: expect.any(Number) });
    expect(large.findings[0].measured).toBeGreaterThan(5_000_000);
  });

  it('--as-is: the picture as it stands; another shape than 5:7 is the first thing to fix', async () => {
    const { code, said } = await run('--as-is', '--json', file('good.jpg'), file('phone.jpg'));
    const [good, phone] = JSON.parse(said);
    expect([code, good.frame, good.verdict]).toEqual([0, { left: 0, top: 0, width: 1000, height: 1400, angle: 0 }, 'pass']);
    expect([phone.frame, phone.verdict, phone.faces]).toEqual([{ left: 0, top: 0, width: 2400, height: 1800, angle: 0 }, 'refuse', 1]);
    expect(phone.findings[0]).toMatchObject({ check: 'dimensions', outcome: 'must_fix', reason: 'wrong_dimensions' });
    expect(phone.findings.some(({ check }: { check: string }) => check === 'head_size')).toBe(true);
  });

  it('without --json it says in words what is to be said', async () => {
    const { code, said } = await run(file('wall.png'), file('page.jpg'));
    expect(code).toBe(0);
    expect(said).toMatch(/wall\.png: warn .*\n {2}900 × 1260 pixels at 0, 20\n(.*\n)* {2}Warning: .*face/);
    expect(said).toMatch(/page\.jpg: refuse .*\n {2}This is a PDF document/);
  });

  it('a picture without a half, or of one strip, gets numbers that are numbers', async () => {
    const blank = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: '#f4f4f4' } })
        .png()
        .toBuffer();
    writeFileSync(file('dot.png'), await blank(1, 1));
    writeFileSync(file('strip.png'), await blank(20_000, 900));
    const { code, said } = await run('--json', '--as-is', file('dot.png'), file('strip.png'));
    const [dot, strip] = JSON.parse(said);
    expect([code, dot.verdict, strip.verdict, said.includes('NaN')]).toEqual([0, 'refuse', 'refuse', false]);
    expect(dot.findings.filter(({ check }: { check: string }) => check === 'background' || check === 'exposure_dark')).toEqual([]);
    expect(strip.frame).toEqual({ left: 0, top: 0, width: 20_000, height: 900, angle: 0 });
  });

  it('ends without a fault of its own when nobody reads on', async () => {
    const args = ['--import', join(ROOT, 'tools/typescript.mjs'), join(ROOT, 'src/commands/photo-check.ts'), '--json', file('good.jpg')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let complained = '';
    child.stderr.on('data', (said) => {
      complained += said;
    });
    const code = await new Promise((done) => child.once('close', done));
    expect([code, complained]).toEqual([1, '']);
  });

  it('finds names where npm was called', async () => {
    const { code, complained } = await runFrom(folder, 'page.jpg', 'none.jpg');
    expect([code, complained.trim()]).toEqual([2, 'There is no file to read at none.jpg.']);
  });

  it('wrong names, options or none: a message, nothing on stdout, and 2', async () => {
    for (const given of [[file('none.jpg')], [folder, file('good.jpg')], ['--jsn', file('good.jpg')], []]) {
      const { code, said, complained } = await run(...given);
      expect([code, said]).toEqual([2, '']);
      expect(complained).toMatch(given.length > 0 ? /none\.jpg|photo-check-|--jsn/ : /npm run photo:check/);
    }
  });
});
