/** A move that the record's state does not allow now. A refusal, not a fault: pages answer 409 or lead to where the person belongs. */
export class TransitionRefused extends Error {
  constructor(
    readonly lane: string,
    readonly from: string,
    readonly act: string,
  ) {
    super(`${lane}: no "${act}" from "${from}"`);
  }
}

/**
 * A lane's table of moves: `{ state: { act: next } }`. An act that a state does not list is refused; it never means "stay".
 * @throws TransitionRefused from the function it returns
 */
export function moves<State extends string, Act extends string>(lane: string, table: Record<State, Partial<Record<Act, State>>>) {
  return (from: State, act: Act): State => {
    const next = table[from][act];
    if (next === undefined) throw new TransitionRefused(lane, from, act);
    return next;
  };
}
