import { createServer, type Server, type Socket } from 'node:net';

export interface SmtpServer {
  readonly url: string;
  /** What was accepted: the envelope's recipients and the message. */
  readonly accepted: { to: string[]; message: string }[];
  close(): Promise<void>;
}

/** A mail server that keeps what it gets, and refuses recipients at `unknown.example` for good. */
export async function anSmtpServer(): Promise<SmtpServer> {
  const accepted: SmtpServer['accepted'] = [];
  const server: Server = createServer((socket) => talk(socket, accepted));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return { url: `smtp://127.0.0.1:${port}`, accepted, close: () => new Promise((closed) => server.close(() => closed())) };
}

function talk(socket: Socket, accepted: SmtpServer['accepted']): void {
  let [rest, message, inMessage, to] = ['', '', false, [] as string[]];
  const say = (line: string) => socket.write(`${line}\r\n`);
  const hear = (line: string): void => {
    if (inMessage) {
      if (line !== '.') message += `${line}\n`;
      else {
        accepted.push({ to, message });
        [message, inMessage, to] = ['', false, []];
        say('250 kept');
      }
    } else if (/^RCPT TO:.*@unknown\.example>/i.test(line)) say('550 no such mailbox');
    else if (/^RCPT TO:/i.test(line)) {
      to.push(/<(.*)>/.exec(line)?.[1] ?? '');
      say('250 fine');
    } else if (/^DATA/i.test(line)) {
      inMessage = true;
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
