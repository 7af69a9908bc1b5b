import { aPortal, type TestPortal } from './support/app.js';
import { anInvited, replyTo, beginReply, answerAll, openLink } from './invitations/invited.js';
let portal: TestPortal;
beforeAll(async () => { portal = await aPortal(); });
afterAll(() => portal.close());
it('walks', async () => {
  for (const language of ['en','fr'] as const) {
    const invited = await anInvited(portal, { language });
    const first = await openLink(portal, invited);
    console.log(first.status, first.trail, first.text);
    const b = await beginReply(portal, invited);
    console.log(b.status, b.trail, b.text);
    const r = await answerAll(b, { email: `new-${language}@mail.example`, abroad: { country: 'FR', day: '1', month: '2', year: '2027' } });
    console.log(r.status, r.trail, r.text);
    await r.press(language === 'en' ? 'Send my reply' : 'Envoyer ma réponse');
    console.log(r.status, r.trail, r.text);
    const again = await openLink(portal, invited);
    console.log(again.status, again.text);
    console.log(JSON.stringify(await portal.sql('select template, recipient is not null r from outbox_message')));
  }
});
