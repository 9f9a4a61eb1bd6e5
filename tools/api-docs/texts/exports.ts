/** What each member of an export is; see `memberTexts`. */
export const exportMembers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['export.ask', 'export.list', 'export.confirm', 'export.read', 'export.cancel'].flatMap((name) => [
      [
        `${name}.scope`,
        '`all`: everything; `evidence`: consents and evidence, without records and contacts; `kept`: what stays of individuals who were erased',
      ],
      [
        `${name}.reason`,
        'Why it is asked for, on one line; needed for scope `kept`. The confirmation repeats it. Lists leave it out',
      ],
      [`${name}.parts`, 'How many parts there are so far'],
      [`${name}.bytes`, 'How long all parts are together, so far'],
    ]),
  ),
  exports: 'All exports that hold something of the individual, newest first; with the first entries only',
  'exports.id': 'The export',
  'exports.at': 'When it began',
  'exports.scope': '`all`: everything; `evidence`: consents and evidence, without records and contacts',
  'exports.outcome':
    'Whether it can be fetched, or could be; is being made; or ended before anybody could fetch it',
  kty: 'Kind of key',
  n: 'Modulus of exactly 4096 bits, base64url',
  'export.part-list.n': 'Number of the part, from 1 on',
  'export.part.n': 'Number of the part, from 1 on',
  e: 'Exponent, base64url: 65537',
  'export.ask.key': 'The public key that it is encrypted to (RFC 7517)',
  thumbprint: 'RFC 7638 thumbprint of the key that it is encrypted to',
  askedAt: 'When it was asked for',
  startedAt: 'When it began: what it holds is not older',
  doneAt: 'Since when it can be fetched',
  counts: 'How many lines of each kind',
  sha256: 'SHA-256 of the text of the part, in hex',
  bytes: 'Length of the text of the part',
  jwe: 'The part: a compact JWE (RFC 7516)',
};
