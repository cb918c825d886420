import { Trans, useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { PageHead } from '../parts/page-head';
import { ArchiveOrg } from './archive-org';
import { Entries } from './entries';
import { Limits } from './limits';
import { OrgFields } from './org-fields';
import { useMay, useOrg } from './use-org';

/** What the org is called, where it is, how much it may send, who looked in, and its end. */
export function OrgSettings() {
  const { t } = useLingui();
  const may = useMay();
  const org = useOrg();
  return (
    <Stack maw={760} gap="lg">
      <PageHead title={t`Settings`} sub={<Trans>Of {org.name}</Trans>} />
      <OrgFields />
      <Limits />
      {may('administer') && <Entries />}
      {may('own') && org.archived_at == null && <ArchiveOrg />}
    </Stack>
  );
}
