import { now } from '../adapters/clock.ts';
import { membership } from '../adapters/membership.ts';
import { recordRefusal } from '../adapters/refusal.ts';
import { tenantsOperations } from '../contract/operations/tenants.ts';
import { serve } from '../http/serve.ts';
import { categoryList } from './category-list.ts';
import { categoryRead } from './category-read.ts';
import { categorySet } from './category-set.ts';
import { memberList } from './member-list.ts';
import { memberRead } from './member-read.ts';
import { memberRemove } from './member-remove.ts';
import { memberSet } from './member-set.ts';
import { noticeList } from './notice-list.ts';
import { noticePublish } from './notice-publish.ts';
import { noticeRead } from './notice-read.ts';
import { noticeVersion } from './notice-version.ts';
import { organisationList } from './organisation-list.ts';
import { organisationRead } from './organisation-read.ts';
import { organisationSet } from './organisation-set.ts';
import { retentionRead } from './retention-read.ts';
import { tenantCreate } from './tenant-create.ts';
import { tenantList } from './tenant-list.ts';
import { tenantRead } from './tenant-read.ts';
import { terminationConfirm } from './termination-confirm.ts';
import { terminationSet } from './termination-set.ts';
import { terminationUndo } from './termination-undo.ts';

/** Contracts and what a tenant is made of: members, organisations, categories, notices. No records. */
export const handler = serve(
  tenantsOperations,
  {
    'tenant.create': tenantCreate,
    'tenant.list': tenantList,
    'tenant.read': tenantRead,
    'termination.set': terminationSet,
    'termination.confirm': terminationConfirm,
    'termination.undo': terminationUndo,
    'retention.read': retentionRead,
    'member.set': memberSet,
    'member.list': memberList,
    'member.read': memberRead,
    'member.remove': memberRemove,
    'organisation.set': organisationSet,
    'organisation.list': organisationList,
    'organisation.read': organisationRead,
    'category.set': categorySet,
    'category.list': categoryList,
    'category.read': categoryRead,
    'notice.publish': noticePublish,
    'notice.list': noticeList,
    'notice.read': noticeRead,
    'notice.version': noticeVersion,
  },
  { now, membership, recordRefusal },
);
