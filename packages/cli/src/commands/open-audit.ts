import { BREAKS, readTrail, verifyTrail } from '@headgate/seal/trail';
import { relative } from 'node:path';
import { isGiven, textOption } from '../command.ts';
import type { Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { withKeys } from '../keys/key-scope.ts';
import { count } from '../print-issues.ts';
import { printable } from '../print.ts';
import { placesOf } from '../subject/vault-scope.ts';

/** Prints the audit trail, or says whether it is whole. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const { audit } = placesOf(context, given);
  const anchor = anchorOf(given);
  if (!isGiven(given, 'verify') && anchor === null) {
    for (const { entry } of readTrail(audit)) print.data(printable(JSON.stringify(entry)));
    return 'clean';
  }
  const { rows, head, broken, hasAnchor } = verifyTrail(audit, anchor);
  const file = broken === null ? null : relative(context.directory, broken.file);
  if (print.format === 'json') {
    print.json({
      schemaVersion: 1,
      rows,
      head,
      broken: broken === null ? null : { ...broken, file },
      hasAnchor,
    });
  } else {
    print.data(`${count(rows, 'row')} whole, the last with digest ${head}`);
    if (broken !== null) print.data(`${file ?? ''}:${broken.line}: ${BREAKS[broken.reason]}`);
    if (hasAnchor === false)
      print.data('No whole row has the digest of --anchor: the end was cut off, or all was written anew.');
  }
  return broken === null && hasAnchor !== false ? 'clean' : 'findings';
});

function anchorOf(given: Given): string | null {
  const anchor = textOption(given, 'anchor');
  if (anchor === undefined) return null;
  if (/^[0-9a-f]{64}$/.test(anchor)) return anchor;
  throw new Failure(
    'usage',
    '--anchor is not a digest',
    'Write the 64 hex digits that open audit --verify showed.',
  );
}
