import type { Assurance, Category } from './category.ts';
import type { Notice } from './notice.ts';

/** The assurance that a decision can have at present: code and link go to the same mailbox. */
export const availableAssurance = 'link+code';

/**
 * Whether an assurance suffices for a category under a notice: special categories need more than the mailbox unless
 * the data protection officer accepted `link+code` in writing; other categories need what they say.
 */
export function assuranceSuffices(category: Category, notice: Notice, given: Assurance): boolean {
  if (category.sensitivity === 'special' && given === 'link+code')
    return notice.linkCodeAcceptance !== undefined;
  return category.assurance === 'link+code' || category.assurance === given;
}
