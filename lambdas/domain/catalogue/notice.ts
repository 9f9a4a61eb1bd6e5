import * as z from 'zod/mini';
import { code } from '../identifiers.ts';
import { date, instant, language, line, translated, translatedProse, web } from '../values.ts';

/** Purposes, by their code in the W3C Data Privacy Vocabulary. */
export const purposeCode = z.enum([
  'ServiceProvision',
  'ResearchAndDevelopment',
  'AcademicResearch',
  'MedicalHealth',
  'Payment',
  'FulfilmentOfObligation',
]);

const acceptance = z.strictObject({ officer: line(120), at: instant, reference: line(120) });

/**
 * The versioned text that tells an individual who requests what, why, for how long and with which rights (Art. 13 and
 * 14 GDPR). It is stored only when complete: every text in every language it offers.
 */
export const notice = z
  .strictObject({
    languages: z.array(language).check(
      z.minLength(1),
      z.maxLength(2),
      z.refine((list) => new Set(list).size === list.length, 'languages must differ'),
    ),
    controllers: z.array(code).check(z.minLength(1), z.maxLength(5)),
    purpose: z.strictObject({ code: purposeCode, sentence: translated(200) }),
    /** Habeas releases on consent only: notices with another basis are refused. */
    legalBasis: z.strictObject({
      article6: z.literal('6(1)(a)'),
      article9: z.optional(z.literal('9(2)(a)')),
    }),
    categories: z.array(code).check(z.minLength(1), z.maxLength(10)),
    source: translatedProse(200),
    recipients: z.array(code).check(z.minLength(1), z.maxLength(10)),
    keptByRecipients: translatedProse(200),
    /** The longest a consent to this notice may live, in days. */
    longestDays: z.int().check(z.minimum(1), z.maximum(3650)),
    automatedDecisions: z.strictObject({ exist: z.boolean(), explanation: z.optional(translatedProse(300)) }),
    afterNo: z.strictObject({ treatmentUnchanged: z.boolean(), consequence: translated(300) }),
    relationship: z.enum(['patient', 'customer', 'employee', 'citizen']),
    /** Needed where the relationship is employee or citizen: consent is seldom free there. */
    officerApproval: z.optional(acceptance),
    rights: translatedProse(1000),
    authority: z.strictObject({ name: line(120), address: line(300), web: z.optional(web) }),
    saleOrSharing: z.boolean(),
    sensitiveUseBeyondService: z.boolean(),
    /** The officer's written acceptance that `link+code` is enough for special categories. */
    linkCodeAcceptance: z.optional(acceptance),
    validFrom: z.optional(date),
  })
  .check((context) => {
    const value = context.value;
    const texts: [string, Partial<Record<string, string>> | undefined][] = [
      ['/purpose/sentence', value.purpose.sentence],
      ['/source', value.source],
      ['/keptByRecipients', value.keptByRecipients],
      ['/afterNo/consequence', value.afterNo.consequence],
      ['/rights', value.rights],
      ['/automatedDecisions/explanation', value.automatedDecisions.explanation],
    ];
    for (const [pointer, text] of texts)
      for (const tongue of value.languages)
        if (text !== undefined && text[tongue] === undefined)
          context.issues.push({
            code: 'custom',
            input: undefined,
            message: `missing in ${tongue}`,
            path: pointer.slice(1).split('/'),
          });
    if (['employee', 'citizen'].includes(value.relationship) && value.officerApproval === undefined)
      context.issues.push({
        code: 'custom',
        input: undefined,
        message: 'the officer has to approve consent in this relationship',
        path: ['officerApproval'],
      });
    if (value.automatedDecisions.exist && value.automatedDecisions.explanation === undefined)
      context.issues.push({
        code: 'custom',
        input: undefined,
        message: 'automated decisions have to be explained',
        path: ['automatedDecisions', 'explanation'],
      });
  });
export type Notice = z.output<typeof notice>;
