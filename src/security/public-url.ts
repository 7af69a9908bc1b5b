/** The portal's own address: links in mails and the Origin check come from it, never from a request. */
export class PublicUrl {
  #value: string | null;

  constructor(given: string | null) {
    this.#value = given;
  }

  /** Outside production the address may come from the port, once it is known. */
  setIfMissing(value: string): void {
    this.#value ??= value;
  }

  /** @throws Error when nothing was configured and the port is not known yet */
  get value(): string {
    if (!this.#value) throw new Error('the public address is not known yet');
    return this.#value;
  }

  /** The full address of a path, for mails. */
  of(path: string): string {
    return this.value + path;
  }
}
