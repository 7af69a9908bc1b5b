import { RAW_CASES } from './raw-cases.js';
import type { Part } from './part.js';
import { answersIn, bytesAfter } from './raw-socket.js';

/** Bytes that no browser sends, against the whole portal as it runs. */
export const rawAttack: Part = async (target) => {
  const findings: string[] = [];
  for (const [what, sent, expected] of RAW_CASES) {
    const answers = answersIn(await bytesAfter(target, Buffer.from(sent, 'latin1'), 300));
    const got = answers.map(({ status }) => status).join(' ');
    if (got !== expected.join(' ')) findings.push(`${what}: answered ${got || 'nothing'}, not ${expected.join(' ')}`);
    for (const { headers } of answers)
      if (!headers['content-security-policy'] || !headers['strict-transport-security'])
        findings.push(`${what}: an answer without our headers`);
  }
  if (!target.isAlive) findings.push('the portal ended');
  return { tool: 'raw sockets', cases: `${RAW_CASES.length} cases`, findings };
};
