import { readFileSync } from 'node:fs';
import { Translator } from '../src/language/translator.js';
import { drawPortrait } from '../src/seeds/drawn-portrait.js';
import { Journey } from './journey.js';
import { Visitor } from './visitor.js';
const n = String(Math.floor(Math.random() * 90000) + 10000);
const language = (process.argv[2] ?? 'en') as 'en' | 'fr';
const people = JSON.parse(readFileSync('/tmp/guard-var/seeded.json', 'utf8'));
const officer = people.find((p: { stage: string }) => p.stage === 'officer').signIn;
const journey = new Journey({
  language,
  words: new Translator(),
  officer,
  applicant: {
    email: `m${n}@mail.example`,
    caseNumber: `E9000${n}`,
    familyName: language === 'en' ? 'Halloway' : 'Corneflûte',
    givenNames: `Maren${n.replace(/\d/g, (d) => 'abcdefghij'[Number(d)] ?? '')}`,
    uci: `900${n}`,
  },
  photos: [
    {
      name: 'é à.jpg',
      type: 'image/jpeg',
      bytes: await drawPortrait({ background: '#d9c9a8', skin: language === 'en' ? 'light' : 'dark' }),
    },
    {
      name: 'p.jpg',
      type: 'image/jpeg',
      bytes: await drawPortrait({ width: 1500, height: 2100, skin: language === 'en' ? 'light' : 'dark' }),
    },
  ],
  newBrowser: () => new Visitor('http://localhost:3177', { language }),
  tell: ({ who, did, browser }) => {
    console.log(
      who,
      did,
      browser.trail.map((t) => `${t.status} ${t.method} ${t.path}`).join(' → '),
      '|',
      browser.heading,
      '|',
      browser.lead,
    );
  },
});
try {
  await journey.walk();
  console.log('END');
} catch (e) {
  console.log('SURPRISE', (e as Error).message);
}
process.exit(0);
