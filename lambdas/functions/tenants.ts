import { tenantsOperations } from '../api/operations/tenants.ts';
import { serve } from '../http/serve.ts';
import { categoryList } from '../operations/catalogue/category-list.ts';
import { categoryRead } from '../operations/catalogue/category-read.ts';
import { categorySet } from '../operations/catalogue/category-set.ts';
import { noticeList } from '../operations/catalogue/notice-list.ts';
import { noticePublish } from '../operations/catalogue/notice-publish.ts';
import { noticeRead } from '../operations/catalogue/notice-read.ts';
import { noticeVersion } from '../operations/catalogue/notice-version.ts';
import { organisationList } from '../operations/catalogue/organisation-list.ts';
import { organisationRead } from '../operations/catalogue/organisation-read.ts';
import { organisationSet } from '../operations/catalogue/organisation-set.ts';
import { memberList } from '../operations/members/member-list.ts';
import { memberRead } from '../operations/members/member-read.ts';
import { memberRemove } from '../operations/members/member-remove.ts';
import { memberSet } from '../operations/members/member-set.ts';
import { retentionRead } from '../operations/retention/retention-read.ts';
import { tenantCreate } from '../operations/tenants/tenant-create.ts';
import { tenantList } from '../operations/tenants/tenant-list.ts';
import { tenantRead } from '../operations/tenants/tenant-read.ts';
import { terminationConfirm } from '../operations/tenants/termination-confirm.ts';
import { terminationSet } from '../operations/tenants/termination-set.ts';
import { terminationUndo } from '../operations/tenants/termination-undo.ts';
import { now } from '../platform/runtime/clock.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { membership } from '../stores/members/membership.ts';

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
