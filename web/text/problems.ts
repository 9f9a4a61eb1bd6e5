import type { Refusal } from '../api.ts';
import type { Message } from '../app.ts';

const named = ['offline', 'too-many-requests', 'conflict', 'tenant-not-open'] as const;

/** What a refused call means for the individual. */
export const problemText =
  (code: Refusal['code']): Message =>
  ({ t }) => {
    const own = named.find((one) => one === code);
    if (own) return t(`problem.${own}`);
    return t(code === 'link-used' || code === 'version-mismatch' ? 'problem.conflict' : 'problem.other');
  };
