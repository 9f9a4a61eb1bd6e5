import { catalogueOperations } from '../api/operations/catalogue.ts';
import { serve } from '../http/serve.ts';
import { categoryList } from '../operations/catalogue/category-list.ts';
import { categoryRead } from '../operations/catalogue/category-read.ts';
import { categorySet } from '../operations/catalogue/category-set.ts';
import { noticeList } from '../operations/catalogue/notice-list.ts';
import { noticePublish } from '../operations/catalogue/notice-publish.ts';
import { noticeRead } from '../operations/catalogue/notice-read.ts';
import { noticeVersion } from '../operations/catalogue/notice-version.ts';
import { organisationConfirm } from '../operations/catalogue/organisation-confirm.ts';
import { organisationList } from '../operations/catalogue/organisation-list.ts';
import { organisationRead } from '../operations/catalogue/organisation-read.ts';
import { organisationSet } from '../operations/catalogue/organisation-set.ts';
import { deletionAnswer } from '../operations/deletions/deletion-answer.ts';
import { deletionList } from '../operations/deletions/deletion-list.ts';
import { now } from '../platform/runtime/clock.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { membership } from '../stores/members/membership.ts';

/**
 * What consent requests refer to: organisations, categories of records, notices; and what organisations are asked to
 * delete. It handles no personal data and opens no key.
 */
export const handler = serve(
  catalogueOperations,
  {
    'organisation.set': organisationSet,
    'organisation.confirm': organisationConfirm,
    'organisation.list': organisationList,
    'organisation.read': organisationRead,
    'category.set': categorySet,
    'category.list': categoryList,
    'category.read': categoryRead,
    'notice.publish': noticePublish,
    'notice.list': noticeList,
    'notice.read': noticeRead,
    'notice.version': noticeVersion,
    'deletion.list': deletionList,
    'deletion.answer': deletionAnswer,
  },
  { now, membership, recordRefusal },
);
