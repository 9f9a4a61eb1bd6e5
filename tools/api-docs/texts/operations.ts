/** What each operation does, beyond its one line: effects, conditions and what to know before the first call. */
export const operationTexts: Readonly<Record<string, string>> = {
  'health.read': 'It reads nothing, so monitoring costs nothing. `HEAD` works, too.',
  'openapi.read': 'This document, as the running version has it.',
  'docs.read': 'The same as a page for people, without scripts.',
  'security.read': 'Whom to write to about a weakness of this deployment.',
  'keys.read':
    'A JSON Web Key Set, newest key first. Former keys stay, so that old statements can be checked.',
  'page.read': 'The page that mailed links open. It is the same for everybody and holds no data.',
  'page.file': 'The files that the page is made of.',
  'tenant.create':
    'The tenant is `provisioning` until its own KMS key is made, some seconds later, and `open` from then on. Its first admin sets all other members.',
  'tenant.list': 'For operators. Names and states of contracts, and nothing of what is in them.',
  'tenant.read': 'For operators, and for admins of the tenant.',
  'termination.set':
    'From the end on nothing is written, asked for or disclosed, and open requests are cancelled. Data can be retrieved until `purgeAt`; then everything is destroyed. An operator ends a contract alone; of admins it takes two.',
  'termination.undo': 'Possible until the purge has begun. Consents that have not expired hold again.',
  'termination.confirm': 'The end counts from this call on, or from the instant that was requested.',
  'profile.read': 'As individuals see it, in mails and on the page.',
  'profile.set': 'In place of what was there; with If-Match, of that version only.',
  'retention.list':
    'A tenant under a legal hold is `held`, whether its contract has ended or not; `overdue` is a purge that is due for a day, `blocked` one whose step failed three times. A page can hold fewer than it may, or none: read on while there is a `next`.',
  'retention.read':
    'When the contract ended, when the purge is due and what it waits for, which step is at work, the signed schedule, and the attestations once there are any.',
  'hold.set':
    'By one admin, or by an operator who was told to in writing. Renewing it voids a release that was requested; only a release ends it sooner. Not possible once the purge has begun.',
  'individual-hold.set':
    'Like that on the tenant. Once the purge of everybody else has begun it can be renewed and none be set, nor while the individual is being erased.',
  'individual-hold.release':
    'As that of the tenant. Where everybody else is purged already, the individual is purged after it.',
  'individual-hold.release-confirm': 'The hold ends with this call, and what it stopped goes on.',
  'hold.list': 'With why they were set; one that is over stays for some minutes.',
  'hold.release':
    'All admins are told. What nobody confirms within seven days ends; the hold then lasts as before.',
  'hold.release-confirm':
    'The hold ends with this call. If the retrieval window is over, the purge begins after a sixth of it.',
  'export.ask':
    'What it holds is in docs/formats.md. One of evidence alone begins at once and needs no second admin. All admins are told. At most one runs at a time.',
  'export.list': 'With those that were not confirmed or were cancelled.',
  'export.confirm':
    'By another admin than the one who asked, repeating what it is: compare the thumbprint with them by another way first.',
  'export.read': 'While it runs, `parts`, `bytes` and `counts` grow.',
  'export.cancel': 'Any admin can, until the purge; parts that were fetched stay with whoever fetched them.',
  'export.manifest': 'Check it with the public keys of `keys.read`. It stands in the log who fetched it.',
  'export.part-list':
    'Compare the hashes with the parts that are there already to go on with an interrupted download.',
  'export.part':
    'Its SHA-256 is that of the text of `jwe`. Only the private key opens it; Habeas does not have it.',
  'member.set':
    'Requesters belong to one organisation, which has to be there first. Nobody changes what they hold themselves. It counts from the next call of the member on.',
  'member.list': 'Names and addresses are for admins only.',
  'member.read': 'Name and address are for admins only.',
  'member.remove': 'Nobody removes themselves, so the last admin stays.',
  'organisation.set':
    'A code stands for one legal person: country, role and safeguard stay, and another legal person needs another code.',
  'organisation.confirm':
    'By another admin than the one who asked, repeating name and address; it says that it is the same legal person.',
  'organisation.read': 'In its present version.',
  'organisation.list': 'In their present versions.',
  'category.set':
    'Set it before notices and records that name it. What makes it more or less sensitive needs a new code; fields may be added.',
  'category.read': 'In its present version.',
  'category.list': 'In their present versions.',
  'notice.publish':
    'Organisations and categories have to be there, and every text in every language of the notice. A version never changes; requests name one.',
  'notice.list': 'By their newest version, without their content.',
  'notice.read': 'With its content.',
  'notice.version': 'With its content, also when there is a newer version.',
  'individual.create':
    'The reference is sealed and cannot be listed, only searched for. Nothing is mailed before somebody asks for consent.',
  'individual.read': 'Whether they are there, and whether they own their address; neither name nor address.',
  'individual.update':
    'Language, name and phone change at once. Another address has to be confirmed by a second member. For who owns their address and lost the mailbox both state that they saw them.',
  'contact-change.confirm': 'Whoever requested the change cannot confirm it.',
  'individual.search': 'An empty list for a reference that nobody has.',
  'restriction.set':
    'Reads are refused as without a consent, requests are answered as for nobody, and mails about them wait. The individual sees it.',
  'restriction.lift': 'What the individual locked themselves stays locked.',
  'record.put':
    'Make the id of a new record yourself: `rec_`, the digits of the individual, and 32 random hex digits. The fields have to be those of the category.',
  'record.batch': 'Records without an id get one. If one record is refused, none is stored.',
  'request.create':
    'A mail leads the individual to the page, where the notice is shown and they decide, until the end of the day that the mail names. A refusal, a withdrawal or two requests without an answer bar the same request for half a year.',
  'request.list': 'By individual or state, if wanted.',
  'request.read': 'Refused and lapsed look the same to a requester.',
  'request.cancel': 'Its link shows then that it was cancelled.',
  'request.remind': 'Once for each request, while it is open. The link in the mail is a new one.',
  'consent.list': 'By individual, if wanted.',
  'consent.read': 'To a requester it is `active` or `ended`.',
  'consent.receipt':
    'Anybody can check it offline, with `habeas verify` and the keys of `/.well-known/jwks.json`.',
  'consent.revoke': 'It stops reads at once, like a withdrawal, and recipients are asked to delete.',
  'disclosure.preview': 'The same decision as a read would get now. Nothing is counted, released or told.',
  'disclosure.create':
    'The individual is named by `individualId` or `reference`. Each call passes the gate anew, is one entry in the audit log, and shows in the individual’s own log. Large reads come in pages, which count as one. Without a consent the answer is `consent-required`, whatever the reason.',
  'disclosure.receipt': 'For the organisation that read.',
  'link.renew':
    'By the old link, or by tenant and mail address. The answer is the same whether somebody is known or not.',
  'session.open':
    'Scanners may open links: nothing is shown or changed before the code. The session lasts thirty minutes.',
  'session.read': 'What the page needs after it was loaded again.',
  'session.extend': 'Up to ten times.',
  'session.end': 'The cookie is worth nothing from then on.',
  'code.send': 'At most three an hour for a link. The newest code counts, in whichever session of the link.',
  'code.verify': 'Five tries for a code. The session is `confirmed` then and may do what its owner may.',
  'arrival.read': 'What a link shows before the code.',
  'request.decline':
    'Before the code, so anybody with the mail can do it: it stays provisional, and the requester sees nothing of it.',
  'request.not-for-me': 'Like declining; whoever confirms with the code undoes it.',
  'request.show':
    'Texts and names in the versions that the request was made under. `shownHash` goes back with the decision.',
  'request.preview': 'Values of the individual’s own records, newest first.',
  'request.decide':
    'It counts once. Less than what was requested can be granted: fewer categories, fields, recipients, days or reads, or an earlier end. What is granted has to be what was shown.',
  'my-consent.list': 'With what was read under each.',
  'my-consent.read': 'With what was read under it.',
  'my-refusal.list': 'With how long what was refused is barred from being asked for again.',
  'my-consent.receipt': 'With what was shown, for the individual to keep.',
  'my-contact.change':
    'The code counts among those of the link and the person. Once more replaces the address.',
  'my-contact.confirm':
    'The session goes on; links, codes and other sessions of the old address end. Withdrawal links stay.',
  'withdrawal.read': 'For sessions that a withdrawal link opened, also once its consent has ended.',
  'my-consent.withdraw':
    'Once it answers, no read that starts later succeeds. What was read before stays with the recipient, who is asked to delete it.',
  'request.receipt':
    'For the individual who refused. One that was closed with a withdrawal has that consent’s receipt.',
  'my-disclosure.list':
    'Reads and refused attempts, with organisation, purpose and fields. Exports stand apart, since one covers everybody.',
  'my-data.read': 'Newest first; marked records come without values.',
  'erasure.request': 'Nothing is locked before a second admin confirms.',
  'erasure.confirm':
    'Like every act of two admins: one of them has been admin for two weeks, and neither made the other. The individual is told by mail.',
  'erasure.read': 'Not found once it is attested: nothing about the individual is left.',
  'erasure.undo': 'What the individual asked for, only they undo.',
  'my-erasure.read': 'With the address of the attestation to come, to be kept.',
  'my-erasure.stays':
    'Of categories of which something is stored; each record stays until its own day is over.',
  'my-erasure.ask':
    'Nobody is shown the data any more. Consents end with them, sessions and links die, the log keeps entries that point to no one. Copies that others hold are not erased.',
  'my-erasure.undo': 'Everything is as before; consents that have not ended hold again.',
  'my-restriction.read': 'With the last twenty times that they were locked or unlocked.',
  'my-restriction.set':
    'Consents stay, and release nothing as long as the data are locked. Whoever had asked is not told why.',
  'my-restriction.lift': 'Consents that have not ended hold again.',
  'attestation.read': 'Signed proof of an erasure, for anybody who knows its random id.',
  'attestation.answers':
    'Answers can change until the request ends; the attestation itself does not. Ids are not among them.',
  'deletion.list':
    'What the ids stand for knows nobody here any more: they are in the answers of the reads that the organisation made. Nobody is told of the other organisations.',
  'deletion.answer':
    'Answers stand beside the attestation of the erasure for 90 days. Those of other organisations are not found.',
  'audit.list':
    'The same leaf hashes stand in answers, mails and receipts, so that whoever has those can find their entry.',
};
