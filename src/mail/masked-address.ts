/**
 * An address of mail that its owner knows again and nobody else learns: `i•••@m•••.example`. The number of dots says nothing. The name of
 * the country or kind at the end stays, as it is everybody's.
 */
export function maskedAddress(email: string): string {
  const at = email.lastIndexOf('@');
  const [name, host] = [email.slice(0, Math.max(at, 0)), email.slice(at + 1)];
  const dot = host.lastIndexOf('.');
  return dot > 0 ? `${hidden(name)}@${hidden(host.slice(0, dot))}${host.slice(dot)}` : `${hidden(name)}@${hidden(host)}`;
}

/** The first letter as a reader sees it, an accent included. */
const hidden = (text: string): string => `${[...text.normalize('NFC')][0] ?? ''}•••`;
