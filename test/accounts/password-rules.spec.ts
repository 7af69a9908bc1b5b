import { PASSWORD_LONGEST, type PasswordProblem, passwordProblem, shortestPassword } from '../../src/accounts/password.rules.js';
import type { OwnDetails } from '../../src/accounts/own-details.rules.js';
import { LANGUAGES } from '../../src/language/language.js';
import { Translator } from '../../src/language/translator.js';
import { PASSWORD } from '../support/people.js';

const OWN: OwnDetails = {
  username: 'k7mx-4qtr-p2',
  email: 'idris.quill@fjordpost.example',
  names: ['Idris Élie', 'Quillfeather'],
  uci: '1123456789',
  applicationNumber: 'E000417209',
  dateOfBirth: '1991-03-14',
  addresses: ['18 Linden Row', 'Moncton', 'E1C 4Z9'],
};

/** TRUST.md 12, a row a password: what is wrong with it, or null. */
const TABLE: readonly (readonly [string, PasswordProblem | null])[] = [
  // length, in characters as people count them
  ['heron dusk bay', 'tooShort'],
  ['heron dusk bays', null],
  ['é'.normalize('NFD').repeat(14), 'tooShort'],
  ['🛂🦆🍁 水 heron q', 'tooShort'],
  [`${'seven quiet herons at dusk, '.repeat(4)}and so to bed`, null],
  [`herons fly north ${'v8#kQ2z!'.repeat(14)}`, 'tooLong'],
  // what people choose
  ['passwordpassword', 'repeats'],
  ['Password12345678', 'commonWords'],
  ['P@ssw0rd!P@ssw0rd?', 'commonWords'],
  ['Paaasssswwoorrddd!', 'commonWords'],
  ['p.a.s.s.w.o.r.d 2026', 'commonWords'],
  ['drowssap drowssap1', 'commonWords'],
  ['MotDePasse2026!!', 'commonWords'],
  ['m0td3p4ss3-2024', 'commonWords'],
  ['monmotdepasse123', 'commonWords'],
  ['jetaime jetaime!', 'commonWords'],
  ['Je t’aime, mon cœur', 'commonWords'],
  ['sunshine & summer', 'commonWords'],
  ['Soleil-Été-2026!!', 'commonWords'],
  ['iloveyou iloveyou2', 'commonWords'],
  ['Toronto2019Hockey', 'commonWords'],
  ['qwerty!hockey!2025', 'commonWords'],
  ['correct horse battery staple', 'commonWords'],
  ['Montréal Canadiens', 'commonWords'],
  ['Décembre Décembre 25', 'commonWords'],
  ['liberte98765432101', 'commonWords'],
  // several different words are fine, whatever they are
  ['soleil hockey banane', null],
  ['summer toronto dragon coffee', null],
  ['tulipe jaune sous la pluie', null],
  [PASSWORD, null],
  ['four slow barges upstream', null],
  ['l’érable rouge du voisin', null],
  ['كلمة طويلة جدا هنا', null],
  ['vpq8#Lz0wM3x!dTk', null],
  ['402917365820194', null],
  // words of this site
  ['Permanent Residence', 'siteWords'],
  ['permanentresident2026', 'siteWords'],
  ['Résidence permanente!', 'siteWords'],
  ['canada immigration', 'siteWords'],
  ['C4n4d4-P0rt4il-2026', 'siteWords'],
  ['confirmation password', 'siteWords'],
  ['ma carte de résident', 'siteWords'],
  // repeats
  ['aaaaaaaaaaaaaaaa', 'repeats'],
  ['abababababababab', 'repeats'],
  ['k8#k8#k8#k8#k8#k8#', 'repeats'],
  ['vrtqz9pvrtqz9pvrtqz9p', 'repeats'],
  // sequences, of the alphabet, the digits and the keyboards used here
  ['abcdefghijklmnop', 'sequence'],
  ['zyxwvutsrqponmlk', 'sequence'],
  ['acegikmoqsuwyace', 'sequence'],
  ['1234567890123456', 'sequence'],
  ['qwertyuiopasdfgh', 'sequence'],
  ['azertyuiopqsdfgh', 'sequence'],
  ['mlkjhgfdsqpoiuy', 'sequence'],
  ['1qaz2wsx3edc4rfv', 'sequence'],
  ['!@#$%^&*()_+qwer', 'sequence'],
  ['&é"\'(-è_çà)=azer', 'sequence'],
  ['|!"/$%?&*()_+azer', 'sequence'],
  ['asdfghjkl;èàasdf', 'sequence'],
  ['abcd efgh ijkl mnop', 'sequence'],
  // one's own details
  ['Idris Quillfeather', 'ownDetails'],
  ['quillfeather idris 1991', 'ownDetails'],
  ['Qu1llfe@ther2026', 'ownDetails'],
  ['rehtaeflliuQ elie', null],
  ['quillfeather sunshine', 'ownDetails'],
  ['idris.quill@fjordpost', 'ownDetails'],
  ['k7mx-4qtr-p2 k7mx', 'ownDetails'],
  ['UCI 11-2345-6789 ok', 'ownDetails'],
  ['E000417209 e 417209', 'ownDetails'],
  ['14/03/1991 19910314', 'ownDetails'],
  ['18LindenRowMoncton', 'ownDetails'],
  ['e1c4z9 moncton row', 'ownDetails'],
  ['quillfeather sells blue kites', null],
];

describe('a password that somebody chooses', () => {
  it.each(TABLE)('“%s”: %s', (password, problem) => {
    expect(passwordProblem(password, OWN, shortestPassword(false))).toBe(problem);
  });

  it('is judged alike however the keyboard wrote its accents, and whatever its width', () => {
    for (const [password, problem] of TABLE)
      for (const form of ['NFC', 'NFD', 'NFKC'] as const)
        expect([password, passwordProblem(password.normalize(form), OWN, shortestPassword(false))]).toEqual([password, problem]);
    expect(passwordProblem('Ｐａｓｓｗｏｒｄ１２３４５６７８', OWN, 15)).toBe('commonWords');
  });

  it('needs 15 characters alone, 12 beside a second factor, and may have 128', () => {
    const long = [...'Vq8#Lz0wM3x!dTkB2r@uYc7%hP5^nGs&jF4*oKe9+iAa=1Xm-6Zt_EwQf?RbHvNyCgUdSlOpIjTkWx.M,Lq;K:z<P>e/D|b~'];
    const text = (length: number): string => Array.from({ length }, (_, at) => long[(at * 7 + Math.floor(at / 13)) % long.length]).join('');
    expect([14, 15, 128, 129].map((length) => passwordProblem(text(length), OWN, shortestPassword(false)))).toEqual([
      'tooShort',
      null,
      null,
      'tooLong',
    ]);
    expect([11, 12].map((length) => passwordProblem(text(length), OWN, shortestPassword(true)))).toEqual(['tooShort', null]);
  });

  it('is refused with its reason, in both languages', () => {
    const translator = new Translator();
    const problems = new Set([...TABLE.flatMap(([, problem]) => problem ?? []), 'breached', 'same']);
    expect(problems.size).toBe(9);
    for (const problem of problems)
      for (const language of LANGUAGES)
        expect(translator.text(language, `password:${problem}`, { shortest: 15, longest: PASSWORD_LONGEST })).toMatch(/ .* .* /);
  });

  it('costs no more when 128 characters are crafted: the steps of reading grow with the length, whatever is in it', () => {
    const steps = (password: string): number => {
      const looks = jest.spyOn(Map.prototype, 'get'); // a look into the tree of words for each letter tried
      passwordProblem(password, OWN, 12);
      const { length } = looks.mock.calls;
      looks.mockRestore();
      return length;
    };
    const pieces = ['password', 'motdepasse', 'aaaaaaab', 'p@55w0rd', 'ilil1l1!', 'lelalesunundu', 'permanentresident', 'azertyuiopsoleil'];
    for (const piece of pieces) {
      // begun so that it is neither a sequence nor a repetition, and all of it is read
      const [half, whole] = [63, 127].map((length) => steps(`§${piece.repeat(17)}`.slice(0, length - 3).concat('x☃q'))) as [number, number];
      expect([piece, whole <= 2.5 * half + 50, whole < 128 * 30]).toEqual([piece, true, true]);
    }
  });
});
