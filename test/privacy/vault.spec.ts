import { randomBytes } from 'node:crypto';
import { hashOfToken, newToken, Vault } from '../../src/privacy/vault.js';

const key = (id: number) => ({ id, key: randomBytes(32) });
const old = key(1);
const fresh = key(2);
const indexKey = randomBytes(32);
const vault = new Vault({ dataKeys: [fresh, old], indexKey });

describe('the vault', () => {
  it('opens what it sealed, and never seals the same twice', () => {
    const [one, other] = [vault.seal('Élodie', 'person.facts'), vault.seal('Élodie', 'person.facts')];
    expect(vault.open(one, 'person.facts').toString()).toBe('Élodie');
    expect(Buffer.compare(one, other)).not.toBe(0);
    expect(one.includes(Buffer.from('Élodie'))).toBe(false);
  });

  it('still opens what an older key sealed, and writes with the newest', () => {
    const before = new Vault({ dataKeys: [old], indexKey }).seal('kept', 'x');
    expect(vault.open(before, 'x').toString()).toBe('kept');
    expect(vault.seal('new', 'x')[1]).toBe(2);
  });

  it.each([
    ['a changed byte', (sealed: Buffer) => sealed.with(20, (sealed[20] ?? 0) ^ 1), 'x'],
    ['a changed tag', (sealed: Buffer) => sealed.with(sealed.length - 1, (sealed.at(-1) ?? 0) ^ 1), 'x'],
    ['an unknown key', (sealed: Buffer) => sealed.with(1, 9), 'x'],
    ['another column', (sealed: Buffer) => sealed, 'y'],
    ['a cut end', (sealed: Buffer) => sealed.subarray(0, 10), 'x'],
  ])('does not open %s', (_what, change, context) => {
    expect(() => vault.open(change(vault.seal('secret', 'x')), context)).toThrow();
  });

  it('finds equal values of a kind by equal hashes, which need the key', () => {
    expect(vault.index('email', 'a@b.example')).toEqual(vault.index('email', 'a@b.example'));
    expect(vault.index('email', 'a@b.example')).not.toEqual(vault.index('word', 'a@b.example'));
    expect(vault.index('email', 'a@b.example')).not.toEqual(
      new Vault({ dataKeys: [old], indexKey: randomBytes(32) }).index('email', 'a@b.example'),
    );
  });

  it('makes tokens of 256 bits and keeps only their hash', () => {
    const token = newToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(hashOfToken(token)).toHaveLength(32);
  });
});
