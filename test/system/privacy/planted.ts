import { categories, laborSued, notice } from '../../../local/demo/praxis-nord.ts';
import type { Scenario } from '../../support/scenario/over-http.ts';
import { newCanary, newNumber } from '../../support/system/canaries.ts';

/** What is personal: one canary for each member of the API that can carry something about somebody. */
export const personal = {
  reference: newCanary(),
  name: newCanary(),
  address: newCanary(),
  formerAddress: newCanary(),
  phone: newNumber(),
  text: newCanary(),
  number: newNumber(),
  day: '1713-02-17',
  earliestDay: '1712-08-09',
  markingReason: newCanary(),
  reviewer: newCanary(),
  message: newCanary(),
  memberName: newCanary(),
  memberAddress: newCanary(),
  memberSubject: newCanary(),
  idempotencyKey: newCanary(),
  /** Stands where nothing was asked for: in unknown members, headers, queries and paths. */
  stray: newCanary(),
};

/** What the catalogue says to everybody, and what must not stand beside anybody: that it is about them. */
export const published = {
  officer: newCanary(),
  organisationAddress: newCanary(),
  sentence: newCanary(),
  category: newCanary(),
  field: newCanary(),
};

export const mailbox = (canary: string) => `${canary}@example.org`;

export const contact = {
  email: mailbox(personal.address),
  phone: `+49 ${personal.phone}`,
  name: personal.name,
};

/** A record with a canary in each of its members. */
export const record = {
  category: published.category,
  date: personal.day,
  fields: { [published.field]: personal.text, amount: Number(personal.number) },
};

/** Sets up what the admin of a practice sets, and returns the notice that asks are made under. */
export async function plantCatalogue({ stage, path }: Scenario) {
  const { organisationAddress: address, officer, category, field } = published;
  const does: typeof stage.does = (who, name, input) => stage.does(who, name, input);
  await does('admin', 'organisation.set', {
    path: { ...path, organisation: 'labor-sued' },
    body: {
      ...laborSued,
      contact: { address },
      officer: { name: officer, contact: mailbox(officer) },
      verified: { by: officer, at: '2026-11-02T09:00:00Z' },
    },
  });
  await does('admin', 'member.set', {
    path,
    body: { principal: { subject: personal.memberSubject }, roles: ['auditor'], name: personal.memberName },
  });
  await does('admin', 'member.set', {
    path,
    body: {
      principal: { subject: stage.system.principals['second-admin'].subject },
      roles: ['admin'],
      name: personal.memberName,
      email: mailbox(personal.memberAddress),
    },
  });
  const { label, plain } = categories.contact ?? {};
  if (!label || !plain) throw new Error('the demo has no such category');
  await does('admin', 'category.set', {
    path: { ...path, category },
    body: {
      label,
      plain,
      sensitivity: 'special',
      assurance: 'link+code',
      fields: [
        { code: field, type: 'string', label, required: true },
        { code: 'amount', type: 'number', label, required: true },
      ],
    },
  });
  const { id, version } = await does('admin', 'notice.publish', {
    path,
    body: {
      content: {
        ...notice,
        purpose: { code: 'MedicalHealth', sentence: { de: published.sentence, en: published.sentence } },
        categories: [category],
      },
    },
    idempotencyKey: personal.idempotencyKey,
  });
  return { id, version };
}
