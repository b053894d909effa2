/** Files of a tar archive (POSIX ustar, IEEE Std 1003.1-1988), with the long names of GNU tar. For data that tests read where it is. */

const BLOCK = 512;

export interface TarEntry {
  readonly path: string;
  readonly text: string;
}

export function tarEntries(bytes: Buffer): TarEntry[] {
  const entries: TarEntry[] = [];
  let longName = '';
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const field = (from: number, length: number): string =>
      bytes.toString('utf8', at + from, at + from + length).replace(/\0[^]*$/, '');
    const name = field(0, 100);
    if (name === '' && longName === '') break;
    const size = Number.parseInt(field(124, 12), 8);
    const type = field(156, 1);
    const text = bytes.toString('utf8', at + BLOCK, at + BLOCK + size);
    const prefix = field(345, 155);
    if (type === 'L') longName = text.replace(/\0[^]*$/, '');
    else {
      const path = longName === '' ? (prefix === '' ? name : `${prefix}/${name}`) : longName;
      if (type === '0' || type === '') entries.push({ path, text });
      longName = '';
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}
