import { tenantsOperations } from '../api/operations/tenants.ts';
import { serve } from '../http/serve.ts';
import { exportAsk } from '../operations/exports/export-ask.ts';
import { exportCancel } from '../operations/exports/export-cancel.ts';
import { exportConfirm } from '../operations/exports/export-confirm.ts';
import { exportList } from '../operations/exports/export-list.ts';
import { exportManifest } from '../operations/exports/export-manifest.ts';
import { exportPart } from '../operations/exports/export-part.ts';
import { exportPartList } from '../operations/exports/export-part-list.ts';
import { exportRead } from '../operations/exports/export-read.ts';
import { holdList } from '../operations/holds/hold-list.ts';
import { holdRelease } from '../operations/holds/hold-release.ts';
import { holdReleaseConfirm } from '../operations/holds/hold-release-confirm.ts';
import { holdSet } from '../operations/holds/hold-set.ts';
import { individualHoldRelease } from '../operations/holds/individual-hold-release.ts';
import { individualHoldReleaseConfirm } from '../operations/holds/individual-hold-release-confirm.ts';
import { individualHoldSet } from '../operations/holds/individual-hold-set.ts';
import { memberList } from '../operations/members/member-list.ts';
import { memberRead } from '../operations/members/member-read.ts';
import { memberRemove } from '../operations/members/member-remove.ts';
import { memberSet } from '../operations/members/member-set.ts';
import { retentionList } from '../operations/retention/retention-list.ts';
import { retentionRead } from '../operations/retention/retention-read.ts';
import { profileRead } from '../operations/tenants/profile-read.ts';
import { profileSet } from '../operations/tenants/profile-set.ts';
import { tenantCreate } from '../operations/tenants/tenant-create.ts';
import { tenantList } from '../operations/tenants/tenant-list.ts';
import { tenantRead } from '../operations/tenants/tenant-read.ts';
import { terminationConfirm } from '../operations/tenants/termination-confirm.ts';
import { terminationSet } from '../operations/tenants/termination-set.ts';
import { terminationUndo } from '../operations/tenants/termination-undo.ts';
import { now } from '../platform/runtime/clock.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { membership } from '../stores/members/membership.ts';

/** Contracts, their ends, legal holds, and members. No records. */
export const handler = serve(
  tenantsOperations,
  {
    'tenant.create': tenantCreate,
    'tenant.list': tenantList,
    'tenant.read': tenantRead,
    'profile.read': profileRead,
    'profile.set': profileSet,
    'termination.set': terminationSet,
    'termination.confirm': terminationConfirm,
    'termination.undo': terminationUndo,
    'retention.list': retentionList,
    'retention.read': retentionRead,
    'export.ask': exportAsk,
    'export.list': exportList,
    'export.confirm': exportConfirm,
    'export.read': exportRead,
    'export.cancel': exportCancel,
    'export.manifest': exportManifest,
    'export.part-list': exportPartList,
    'export.part': exportPart,
    'hold.set': holdSet,
    'individual-hold.set': individualHoldSet,
    'hold.list': holdList,
    'hold.release': holdRelease,
    'hold.release-confirm': holdReleaseConfirm,
    'individual-hold.release': individualHoldRelease,
    'individual-hold.release-confirm': individualHoldReleaseConfirm,
    'member.set': memberSet,
    'member.list': memberList,
    'member.read': memberRead,
    'member.remove': memberRemove,
  },
  { now, membership, recordRefusal },
);
