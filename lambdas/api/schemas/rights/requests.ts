import { signedStatement } from '../../../domain/evidence/statement.ts';
import type { Schemas } from '../../operation.ts';

/** The signed receipts of the individual’s refusals. */
export const myRequestReceiptSchemas = {
  'request.receipt': {
    summary: 'The signed receipt of a refusal; a grant has the receipt of its consent',
    status: 200,
    answer: signedStatement,
  },
} as const satisfies Schemas;
