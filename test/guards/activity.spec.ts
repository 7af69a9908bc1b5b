import { AUDIT_ACTIONS } from '../../src/audit/audit-actions.js';
import { LANGUAGES } from '../../src/language/language.js';
import { sourceFiles } from '../support/source-files.js';

type Words = Record<string, Record<string, string>>;

/** Whatever is recorded can be read by people: tsc lets no other name into the trail than these, and each has its words. */
it.each(LANGUAGES)('everything that is recorded has words in %s, and nothing else has', (language) => {
  const [file] = sourceFiles(`locales/${language}`, 'activity.json');
  const { did } = JSON.parse(file?.text ?? '{}') as { did: Words };
  const worded = Object.entries(did).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`));
  expect(worded.sort()).toEqual([...AUDIT_ACTIONS].sort());
});

it('nothing is recorded past the log that checks the names', () => {
  const past = sourceFiles('src', '.ts').filter(
    ({ path, text }) => path !== 'src/audit/audit-log.ts' && /em\.create\(AuditEvent|insert into "?audit_event/i.test(text),
  );
  expect(past.map(({ path }) => path)).toEqual([]);
});
