import { createServer, type Server, type Socket } from 'node:net';

export interface SmtpServer {
  readonly url: string;
  /** What was accepted: the envelope's recipients and the message. */
  readonly accepted: { to: string[]; message: string }[];
  /** How many messages began to be sent. */
  readonly begun: number;
  /** From now on, for connections that begin; 'cuts' takes a message and hangs up before it says so, 'refuses …' refuses it then, and 'takes its time' is slow to say that it has it. */
  behave(how: Behaviour): void;
  close(): Promise<void>;
}

export type Behaviour = 'well' | 'refuses' | 'hangs' | 'cuts' | 'refuses for now' | 'refuses for good' | 'takes its time';

/** A mail server that keeps what it gets, and refuses recipients at `unknown.example` for good. */
export async function anSmtpServer(): Promise<SmtpServer> {
  const accepted: SmtpServer['accepted'] = [];
  let [behaviour, begun] = ['well' as Behaviour, 0];
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)));
    if (behaviour === 'refuses') socket.destroy();
    else if (behaviour !== 'hangs') talk(socket, accepted, behaviour, () => begun++);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    accepted,
    get begun() {
      return begun;
    },
    behave: (how) => (behaviour = how),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Milliseconds. */
const TAKES = 800;
const ANSWERS: Partial<Record<Behaviour, string>> = { 'refuses for now': '451 later', 'refuses for good': '554 never' };

function talk(socket: Socket, accepted: SmtpServer['accepted'], behaviour: Behaviour, onBegun: () => void): void {
  let [rest, message, inMessage, to] = ['', '', false, [] as string[]];
  const say = (line: string) => socket.write(`${line}\r\n`);
  const hear = (line: string): void => {
    if (inMessage) {
      if (line !== '.') message += `${line}\n`;
      else {
        if (!behaviour.startsWith('refuses')) accepted.push({ to, message });
        [message, inMessage, to] = ['', false, []];
        if (behaviour === 'cuts') socket.destroy();
        else if (behaviour === 'takes its time') setTimeout(() => say('250 kept'), TAKES);
        else say(ANSWERS[behaviour] ?? '250 kept');
      }
    } else if (/^RCPT TO:.*@unknown\.example>/i.test(line)) say('550 no such mailbox');
    else if (/^RCPT TO:/i.test(line)) {
      to.push(/<(.*)>/.exec(line)?.[1] ?? '');
      say('250 fine');
    } else if (/^DATA/i.test(line)) {
      inMessage = true;
      onBegun();
      say('354 go on');
    } else if (/^STARTTLS/i.test(line)) say('454 no TLS here');
    else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
    else say('250 fine');
  };
  socket.setEncoding('utf8').on('error', () => {});
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\r\n');
    rest = lines.pop() ?? '';
    lines.forEach(hear);
  });
  say('220 mail.test');
}
