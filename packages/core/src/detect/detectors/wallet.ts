import { isAlphanumericAt, isHexAt, isWordAt } from '../characters.ts';
import { hasCueBefore, makeCues } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { isBech32 } from './bech32.ts';
import { isOpaque } from './opaque.ts';

/** The readable parts, with their separator, of chains that use Bech32 (SLIP-0173 and each chain's documentation). */
const READABLE_PARTS: readonly string[] = [
  'bc1',
  'tb1',
  'ltc1',
  'addr1',
  'stake1',
  'cosmos1',
  'osmo1',
  'terra1',
  'inj1',
  'celestia1',
  'sei1',
  'erd1',
  'bnb1',
  'thor1',
  'kava1',
  'one1',
  'npub1',
  'zs1',
  'lnbc1',
];
/** Letters and digits of the shortest address. */
const WORD_LENGTH_MIN = 25;
const BECH32_LENGTH_MIN = 38;
const BECH32_LENGTH_MAX = 130;
/** `0x` and 40 digits (EIP-55); a transaction has 64. */
const ETHEREUM_LENGTH = 42;
/** Base58 addresses: of Bitcoin, Litecoin, Dogecoin, Tron, XRP and Solana. Their checksums need SHA-256, hence a cue. */
const BASE58 = /^[1-9A-HJ-NP-Za-km-z]{25,44}$/u;
/** Monero, Cardano's older ones, Polkadot, TON, Stellar and Algorand: under a key that says wallet. */
const OTHER =
  /^(?:[1-9A-HJ-NP-Za-km-z]{25,110}|[A-Z2-7]{56,58}|[EUk0]Q[\w-]{46}|(?:[a-z]{2,12}:)?[a-z\d]{26,110}|[A-Z]{2,5}1[A-Z\d]{26,90})$/u;
const CUES = makeCues(
  (
    'wallet walletaddress address btc bitcoin ltc litecoin doge dogecoin eth ethereum erc bsc polygon usdt usdc trx tron ' +
    'trc xrp ripple sol solana crypto deposit payout withdraw withdrawal recipient payto account donate'
  ).split(' '),
);

/**
 * Addresses of wallets, which lead to all payments of a person: Bech32 by its checksum, Ethereum's by their form and
 * capitals or a cue, Base58 ones behind a cue, and any of them under a key that says wallet.
 */
export const wallet: Detector = {
  id: 'wallet',
  version: 2,
  kind: 'wallet',
  trigger: SIGN.token16 | SIGN.digit | SIGN.lower,
  meanings: MEANING.wallet,
  patterns: [BASE58, OTHER],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.wallet) !== 0 && isKeyedWallet(text)) return [{ start: 0, end: text.length }];
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  let spans: Span[] | null = null;
  let end = 0;
  for (let start = nextLongWord(text, 0); start < text.length; start = nextLongWord(text, end)) {
    end = start + WORD_LENGTH_MIN;
    while (isAlphanumericAt(text, end)) end++;
    if (isWordAt(text, end) || isWordAt(text, start - 1) || !isWallet(text, start, end)) continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

/**
 * Where the next run of so many letters and digits begins. Looks at the last place of a possible run first, so that
 * most of the text is stepped over.
 */
function nextLongWord(text: string, from: number): number {
  let start = from;
  let index = start + WORD_LENGTH_MIN - 1;
  while (index < text.length) {
    while (index >= start && isAlphanumericAt(text, index)) index--;
    if (index < start) break;
    start = index + 1;
    index = start + WORD_LENGTH_MIN - 1;
  }
  if (index >= text.length) return text.length;
  while (start > from && isAlphanumericAt(text, start - 1)) start--;
  return start;
}

function isKeyedWallet(value: string): boolean {
  const text = value.trim();
  const isAddress = OTHER.test(text) && /\d/u.test(text);
  return isAddress || (text.startsWith('0x') && isEthereum(text, 0, text.length));
}

function isWallet(text: string, start: number, end: number): boolean {
  if (text.startsWith('0x', start)) {
    return (
      isEthereum(text, start, end) && (hasBothCases(text, start, end) || hasCueBefore(text, start, CUES))
    );
  }
  const length = end - start;
  if (length >= BECH32_LENGTH_MIN && length <= BECH32_LENGTH_MAX && isReadable(text, start)) {
    return isBech32(text.slice(start, end));
  }
  if (length > 44 || !hasBothCases(text, start, end)) return false;
  const word = text.slice(start, end);
  return BASE58.test(word) && isOpaque(word) && hasCueBefore(text, start, CUES);
}

function isReadable(text: string, start: number): boolean {
  return READABLE_PARTS.some((part) => text.startsWith(part, start));
}

function isEthereum(text: string, start: number, end: number): boolean {
  if (end - start !== ETHEREUM_LENGTH) return false;
  let index = start + 2;
  while (index < end && isHexAt(text, index)) index++;
  return index === end;
}

/** Capitals and small letters: what EIP-55 makes of an address, and what hashes do not have. */
function hasBothCases(text: string, start: number, end: number): boolean {
  const digits = text.slice(start + 2, end);
  return /[a-z]/u.test(digits) && /[A-Z]/u.test(digits);
}
