/** Why keys cannot be used; `denied` and `unreachable` are answers of what keeps the KEK. */
export type KeysFault = 'damaged' | 'refused' | 'missing' | 'denied' | 'unreachable';

/** Thrown where keys cannot be read, changed or unwrapped. Message and mend are one sentence each and hold no key material. */
export class KeysUnusable extends Error {
  override readonly name = 'KeysUnusable';
  readonly fault: KeysFault;
  readonly mend: string;

  constructor(fault: KeysFault, message: string, mend: string) {
    super(message);
    this.fault = fault;
    this.mend = mend;
  }
}
