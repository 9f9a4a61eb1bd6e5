import type { disclosuresOperations } from '../../api/operations/disclosures.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { wantedOf } from './disclosure-create.ts';
import { refusalOf } from './entries.ts';
import { passGate } from './gate.ts';
import { subjectOf } from './subject.ts';

/** Says what a read would release now, by the same decision; nothing is opened, counted or entered as a release. */
export const disclosurePreview: HandlerOf<typeof disclosuresOperations, 'disclosure.preview'> = async (
  call,
) => {
  const { principal, path, body, at } = call;
  if (principal === undefined) throw new Problem('unauthenticated');
  const individual = await subjectOf(path.tenant, principal, body, at);
  const { passage } = await passGate(
    { tenant: path.tenant, principal, individual, wanted: wantedOf(body), now: at },
    Promise.resolve(),
  );
  const { decision, requester } = passage;
  if (decision.kind === 'refuse') throw Object.assign(refusalOf(decision.ended), { authority: requester });
  return {
    body: {
      consentId: decision.consent.id,
      purpose: decision.consent.purpose,
      released: decision.released.map((item) => ({ ...item, fields: [...item.fields] })),
      withheld: decision.withheld.map((item) => ({ ...item, fields: [...item.fields] })),
    },
  };
};
