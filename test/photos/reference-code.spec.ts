import { createHash } from 'node:crypto';
import type { Frame } from '../../src/photos/frame/frame.js';
import { type CheckedPhoto, MOST_WARNINGS, readReferenceCode, referenceCode } from '../../src/photos/checker/reference-code.js';
import { Vault } from '../../src/privacy/vault.js';

const vaultOf = (...ids: number[]) =>
  new Vault({ dataKeys: ids.map((id) => ({ id, key: Buffer.alloc(32, id) })), indexKey: Buffer.alloc(32, 200) });
const sha = (text: string) => createHash('sha256').update(text).digest();

const vault = vaultOf(1);
const FRAME: Frame = { left: 12, top: 340, width: 1800, angle: -2.5 };
const CHECKED: CheckedPhoto = { day: '2026-11-23', warnings: 0, frame: FRAME };
const code = (checked: CheckedPhoto = CHECKED, file = 'a photo', by = vault) =>
  referenceCode(checked, sha(file), by.signingKey('photo-reference-code'));
const read = (text: string, file = 'a photo', by = vault) =>
  readReferenceCode(text, sha(file), (id) => by.signingKeyOf('photo-reference-code', id));

describe('a reference code', () => {
  it('says day, warnings and frame of the file it was made for', () => {
    expect(read(code())).toEqual({ ok: true, ...CHECKED });
    expect(read(code({ ...CHECKED, warnings: 2 }))).toEqual({ ok: true, ...CHECKED, warnings: 2 });
  });

  it('is seven groups of five, without letters that look like digits', () => {
    expect(code()).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it.each<[string, Frame]>([
    ['a corner left of the picture, the frame being turned', { left: -900, top: -1, width: 715, angle: 90 }],
    ['the far end of the longest picture', { left: 69_000, top: 69_000, width: 50_000, angle: 180 }],
    ['the smallest turn', { left: 0, top: 0, width: 715, angle: -179.9 }],
  ])('holds %s', (_, frame) => expect(read(code({ ...CHECKED, frame }))).toEqual({ ok: true, ...CHECKED, frame }));

  it('is understood however it is typed', () => {
    const one = code();
    const typed = [one.toLowerCase(), one.replaceAll('-', ''), one.replaceAll('-', ' – '), ` ${one.replaceAll('-', '\u00a0')}\n`];
    for (const text of typed) expect([text, read(text).ok]).toEqual([text, true]);
    expect(read(one.replaceAll('0', 'o').replaceAll('1', 'l')).ok).toBe(true);
  });

  it('tells no more than fifteen warnings apart', () => {
    expect(read(code({ ...CHECKED, warnings: 40 }))).toMatchObject({ warnings: MOST_WARNINGS });
  });

  it('is not of another file', () => expect(read(code(), 'another photo')).toEqual({ ok: false, reason: 'otherFile' }));

  it('can be changed in no character without being refused', () => {
    const plain = code().replaceAll('-', '');
    const passed: string[] = [];
    for (let at = 0; at < plain.length; at++) {
      for (const character of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (character === plain[at]) continue;
        const changed = plain.slice(0, at) + character + plain.slice(at + 1);
        if (read(changed).ok) passed.push(changed);
      }
    }
    expect(passed).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['too short', '12345-ABCDE'],
    ['a character too many', `${code()}0`],
    ['letters that are no code', code().replace(/.$/, 'U')],
    ['a sentence', 'the code is in my other mail, sorry'],
  ])('is not %s', (_, text) => expect(read(text)).toEqual({ ok: false, reason: 'notACode' }));

  it('outlives a new key, and ends with its own', () => {
    const old = code();
    expect(read(old, 'a photo', vaultOf(2, 1)).ok).toBe(true);
    expect(read(old, 'a photo', vaultOf(2))).toEqual({ ok: false, reason: 'otherFile' });
    const rotated = code(CHECKED, 'a photo', vaultOf(2, 1));
    expect(rotated).not.toBe(old);
    expect(read(rotated, 'a photo', vaultOf(3, 2)).ok).toBe(true);
  });

  it('is signed with a key that is neither the data key nor another portal’s', () => {
    expect(Buffer.from(vault.signingKey('photo-reference-code').key).equals(Buffer.alloc(32, 1))).toBe(false);
    const foreign = new Vault({ dataKeys: [{ id: 1, key: Buffer.alloc(32, 99) }], indexKey: Buffer.alloc(32, 200) });
    expect(read(code(CHECKED, 'a photo', foreign))).toEqual({ ok: false, reason: 'otherFile' });
  });

  it('is not made for values that do not fit', () => {
    expect(() => code({ ...CHECKED, frame: { ...FRAME, left: 200_000 } })).toThrow(RangeError);
    expect(() => code({ ...CHECKED, day: '2020-01-01' })).toThrow(RangeError);
  });
});
