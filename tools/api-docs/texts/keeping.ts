/** Texts of the members that speak of what a law demands to keep. */
export const keepingMembers: Readonly<Record<string, string>> = {
  keep: 'What a law demands to keep of its records when the individual is erased: the newest version of the category counts then',
  'keep.legalBasis': 'The law that demands it',
  'keep.minimum':
    'How long at least: one number of years, months or days, as an ISO 8601 duration such as `P10Y`, `P18M` or `P90D`',
  'keep.countsFrom':
    '`stored`: from the day on which the record was stored; `dated`: from the day that its data are about',
  stays: 'The categories of which a law demands to keep records, as far as something is stored in them',
};
