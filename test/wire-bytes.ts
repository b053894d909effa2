/** Undoes the containers that SDKs put around their messages, without knowing any protocol, so that a suite can search them. */
import { gunzipSync, inflateSync } from 'node:zlib';

/** Long enough that no ordinary word is taken for base64. */
const BASE64 = /[A-Za-z0-9+/_-]{40,}={0,2}/g;
const DEPTH_MAX = 3;

/** A request's target and body as one text, with what was compressed or base64 in it appended in the clear. */
export function searchableText(target: string, body: Buffer): string {
  return `${openText(target, 0)}\n${openText(decompress(body).toString('utf8'), 0)}`;
}

/** By the magic bytes: headers are no guide, since posthog-js sends gzip as plain text. */
export function decompress(body: Buffer): Buffer {
  if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body);
  if (body[0] === 0x78 && [0x01, 0x9c, 0xda].includes(body[1] ?? 0)) return inflateSync(body);
  return body;
}

function openText(text: string, depth: number): string {
  if (depth === DEPTH_MAX) return text;
  const plain = text.includes('%') ? unescapeText(text) : text;
  const hidden = [...plain.matchAll(BASE64)].map(([found]) =>
    openText(decompress(Buffer.from(found, 'base64')).toString('utf8'), depth + 1),
  );
  return [plain, ...hidden].join('\n');
}

/** What is no escape sequence stays as it is. */
function unescapeText(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (found) => {
    try {
      return decodeURIComponent(found);
    } catch {
      return found;
    }
  });
}
