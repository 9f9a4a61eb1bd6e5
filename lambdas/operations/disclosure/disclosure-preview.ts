import type { Handler } from '../../http/serve.ts';
import { recordRefusedPreview } from '../../stores/disclosure/disclosures.ts';
import { passGate } from '../../stores/disclosure/gate.ts';
import { subjectOf } from '../../stores/disclosure/subject.ts';
import { copied, refusalOf, wantedOf } from './disclosure-view.ts';

/** Shows what a read would release now, by the same decision; nothing is opened, counted or recorded as a release. */
export const disclosurePreview: Handler<'disclosure.preview'> = async (call, { principal }) => {
  const { path, body, at } = call;
  const individual = await subjectOf(path.tenant, principal, body, at);
  const { passed } = await passGate(
    { tenant: path.tenant, principal, individual, wanted: wantedOf(body), at },
    Promise.resolve(),
  );
  const { decision, requester } = passed;
  if (decision.kind === 'refuse') {
    await recordRefusedPreview(requester, at);
    throw refusalOf(decision.ended).asRecorded();
  }
  return {
    body: {
      consentId: decision.consent.id,
      purpose: decision.consent.purpose,
      released: copied(decision.released),
      withheld: copied(decision.withheld),
    },
  };
};
