import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { PreferencePair } from './pair.ts';

/** The identity of a pair: 16 hex digits (64 bits of sha256) over the two continuations, whatever rule put them together. */
export function pairId({ chosen, rejected }: Pick<PreferencePair, 'chosen' | 'rejected'>): string {
  const sides = [chosen, rejected].map(({ file, id, from, to }) => [file, id, from, to]);
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(sides)))).slice(0, 16);
}
